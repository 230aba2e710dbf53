"""Texts that an office keeps ready for its answers (mẫu trả lời), and what of an answer is its own."""
