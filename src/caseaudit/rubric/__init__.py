"""What a rubric is: areas, criteria, tests, settings, baselines; and what makes one sound."""
