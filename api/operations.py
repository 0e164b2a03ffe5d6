"""One GraphQL operation from what a client sent to its answer, over whichever transport, watched over to its end."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import perf_counter

from api.answering import Answer, Answering, Question, Told
from api.context import Context
from api.persisted import Documents, NoDocument
from api.questions import read_question
from api.replies import refused_answer
from api.watching import Watch


class Operations:
    """Answers the operations of one application."""

    def __init__(self, answering: Answering, documents: Documents, watch: Watch) -> None:
        """Answer those whose document, sent or named, is there by `documents`; `watch` is told of each."""
        self._answering = answering
        self._documents = documents
        self._watch = watch

    def question(self, asked: object, *, queries_only: bool = False) -> Question | Answer:
        """The question; where it names no document that is there, the answer that says so. Raises BadRequest."""
        try:
            return read_question(asked, self._documents, queries_only=queries_only)
        except NoDocument as none:
            return refused_answer(none.code, none.message)

    async def answer(self, question: Question | Answer, context: Context) -> Answer:
        """The answer of what is no subscription; of a question that is answered already, that."""
        begun, spent = perf_counter(), sum(context.priced)
        answer = question if isinstance(question, Answer) else await self._answering.answer(question, context)
        self._watch.answered(answer, context, begun=begun, spent=spent)
        return answer

    async def follow(self, question: Question | Answer, context: Context) -> Answer | AsyncGenerator[Told]:
        """What a subscription is told, as it comes; the answer of another operation, and of one that is refused.

        Raises ServerStops as it is asked for the next.
        """
        begun = perf_counter()
        found = question if isinstance(question, Answer) else await self._answering.follow(question, context)
        if isinstance(found, Answer):
            self._watch.answered(found, context, begun=begun, spent=0)
            return found
        return self._followed(found, context, seconds=perf_counter() - begun)

    async def _followed(
        self, events: AsyncGenerator[Told], context: Context, *, seconds: float
    ) -> AsyncGenerator[Told]:
        count, failed = 0, None
        try:
            async with aclosing(events):
                async for told in events:
                    count += told.cursor is not None
                    failed = told.answer if told.answer.errors else None
                    yield told
        finally:
            self._watch.followed(failed, context, events=count, seconds=seconds)
