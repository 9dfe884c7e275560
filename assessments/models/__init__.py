"""Questions, quizzes, scenarios, and people's attempts at them."""

from assessments.models.attempts import Answer, Attempt, AttemptQuestion, Mark
from assessments.models.figures import FiguresRun, QuestionFigures, QuizFigures
from assessments.models.questions import Choice, Question, QuestionVersion
from assessments.models.quizzes import Quiz, QuizSlot
from assessments.models.scenarios import Scenario, ScenarioOption, ScenarioStep

__all__ = [
    "Answer",
    "Attempt",
    "AttemptQuestion",
    "Choice",
    "FiguresRun",
    "Mark",
    "Question",
    "QuestionFigures",
    "QuestionVersion",
    "Quiz",
    "QuizFigures",
    "QuizSlot",
    "Scenario",
    "ScenarioOption",
    "ScenarioStep",
]
