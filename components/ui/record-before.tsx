type Props = { record: { version: number }; names: readonly string[] };

/** Hidden fields that say what a form showed: `version`, and `before:<name>` for each field. */
export function RecordBefore({ record, names }: Props) {
  const values = record as unknown as Record<string, unknown>;
  return (
    <>
      <input type="hidden" name="version" value={record.version} />
      {names.map((name) => (
        <input key={name} type="hidden" name={`before:${name}`} value={String(values[name] ?? "")} />
      ))}
    </>
  );
}
