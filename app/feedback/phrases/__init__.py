"""What citizens write about, brought together by the words they share."""
