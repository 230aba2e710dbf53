"""The shape of a form file, loaded strictly."""
