"""Questions, quizzes, scenarios, and people's attempts at them."""

from assessments.models.adjustments import ExtraTime
from assessments.models.attempts import Answer, Attempt, AttemptQuestion, Mark
from assessments.models.corrections import KeyCorrection
from assessments.models.figures import FiguresRun, QuestionFigures, QuizFigures
from assessments.models.questions import Choice, Question, QuestionVersion
from assessments.models.quizzes import Quiz, QuizSlot
from assessments.models.refreshers import Refresher, RefresherChoice, RefresherQuestion
from assessments.models.scenarios import Scenario, ScenarioOption, ScenarioStep

__all__ = [
    "Answer",
    "Attempt",
    "AttemptQuestion",
    "Choice",
    "ExtraTime",
    "FiguresRun",
    "KeyCorrection",
    "Mark",
    "Question",
    "QuestionFigures",
    "QuestionVersion",
    "Quiz",
    "QuizFigures",
    "QuizSlot",
    "Refresher",
    "RefresherChoice",
    "RefresherQuestion",
    "Scenario",
    "ScenarioOption",
    "ScenarioStep",
]
