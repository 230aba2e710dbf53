"""Measures: what an office does about what was said to it, as work on a task of its plan (việc làm theo ý kiến)."""
