"""How senders of cases rate the replies they got: a score of its own beside those of the forms."""
