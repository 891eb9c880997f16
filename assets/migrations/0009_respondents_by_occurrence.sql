-- Whom a complaint is hidden from is read by occurrence in 被投诉人 and 单位及职务, so the row holds both; the respondents
-- of old rows are named anew by the program.
ALTER TABLE cases ADD COLUMN respondent_position TEXT;
