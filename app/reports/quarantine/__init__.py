"""Responses of a plan that are set aside: who may look, looks at reasons and answers, never at a person."""
