"""Questions, quizzes and scenarios in the course's files."""

from assessments.interchange.questions import QuestionPart

__all__ = ["QuestionPart"]
