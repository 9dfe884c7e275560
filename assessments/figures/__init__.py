"""Figures that tell a good question from a bad one: formulas, thirds, tallies, and rules that say them in plain words.

All of it is pure. What is counted: the first attempt that a person finished at each quiz, by the marks that stand.
Later attempts are made by those who did not pass, after they were told what is right, so that they measure something
else; Moodle's statistics take first attempts by default for the same reason ("Quiz statistics calculations", on quizzes
that allow multiple attempts). Each attempt counts once. Somebody who met a question in two quizzes is two attempts, so
that the number shown is of attempts, and of people only where no two quizzes share the question.
"""
