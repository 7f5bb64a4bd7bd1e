-- DropIndex
DROP INDEX "accounts_organisation_id_company_id_referred_by_account_id_idx";

-- DropIndex
DROP INDEX "accounts_organisation_id_assigned_to_idx";

-- Partial, so that they cannot stand in for the primary key: before the first ANALYZE the planner took one of them for the
-- foreign-key checks of contacts and identifiers, and a first import read the whole company for every row.
CREATE INDEX accounts_referred_by ON accounts (organisation_id, company_id, referred_by_account_id)
  WHERE referred_by_account_id IS NOT NULL;
CREATE INDEX accounts_assigned_to ON accounts (organisation_id, assigned_to) WHERE assigned_to IS NOT NULL;
