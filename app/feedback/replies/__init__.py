"""The public reply (trả lời công khai): what everybody may read of a case, in the office's words and approved."""
