"""Reads a plan document: lines, blocks, outline, plan; pure, without web and database."""
