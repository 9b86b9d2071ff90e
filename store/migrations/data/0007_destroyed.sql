-- When a dossier was marked as destroyed; its entries stay, as ciphertext that nobody can open.

ALTER TABLE dossiers ADD COLUMN destroyed BIGINT;
