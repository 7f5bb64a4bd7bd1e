-- An import renews the planner's picture of what it writes. Nobody looks for the cells of a file, what was held back or which
-- fields were filled: sorting samples of them was a third of the picture's price.
ALTER TABLE import_rows ALTER COLUMN cells SET STATISTICS 0, ALTER COLUMN held SET STATISTICS 0,
  ALTER COLUMN problem SET STATISTICS 0;
ALTER TABLE import_effects ALTER COLUMN filled SET STATISTICS 0;
