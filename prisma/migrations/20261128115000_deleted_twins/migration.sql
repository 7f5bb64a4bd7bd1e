-- By what a newcomer is recognised as somebody who was deleted. Only deleted customers stand here, so the others cost nothing.
CREATE INDEX accounts_deleted_email ON accounts (organisation_id, company_id, email)
  WHERE deleted_at IS NOT NULL AND email IS NOT NULL;
CREATE INDEX accounts_deleted_phone ON accounts (organisation_id, company_id, phone)
  WHERE deleted_at IS NOT NULL AND phone IS NOT NULL;
CREATE INDEX accounts_deleted_whatsapp ON accounts (organisation_id, company_id, whatsapp_id)
  WHERE deleted_at IS NOT NULL AND whatsapp_id IS NOT NULL;
