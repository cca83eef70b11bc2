"""What the numbers mean: words of measures and levels, evidence, warnings, questions about daily life."""
