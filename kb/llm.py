"""The language model seam: a model at an address that the user configured, or none."""

from collections.abc import Mapping
from typing import Any, Protocol

from kb.settings import Settings

SECONDS = 60.0  # a small model on a laptop takes half a minute for a block; after that the quotes stand as they are
LONGEST = 400  # tokens of an answer; an answer in a form needs more, as it is worth nothing without its end
LONGEST_FORM = 700
# What a server that speaks another dialect, or none, brings on inside the client.
STRANGE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


class LanguageModel(Protocol):
    """Completes a prompt."""

    name: str

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        ...


def load_model(settings: Settings, schema: Mapping[str, Any] | None = None) -> LanguageModel | None:
    """The model of the settings; None where none is configured, which is the default.

    With a JSON schema it is asked once to answer in that form, which it may not do all the same.
    """
    return (
        OpenAICompatible(settings.model_address, settings.model_name, settings.model_key, schema)
        if settings.model_address
        else None
    )


class OpenAICompatible:
    """Any server that speaks OpenAI's protocol: Ollama, vLLM, llama.cpp, a vendor's."""

    def __init__(self, address: str, name: str, key: str, schema: Mapping[str, Any] | None = None) -> None:
        from llama_index.llms.openai_like import OpenAILike

        from kb.bounded import bounded_client

        form = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}
        self.name = name
        self._model = OpenAILike(
            model=name,
            api_base=address,
            api_key=key or "none",
            is_chat_model=True,
            temperature=0.0,
            max_tokens=LONGEST_FORM if schema else LONGEST,
            timeout=SECONDS,
            max_retries=0 if schema else 1,
            additional_kwargs={"response_format": form} if schema else {},
            http_client=bounded_client(SECONDS),
        )

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        import httpx
        import openai

        from kb.errors import ModelUnavailableError

        try:
            try:
                return str(self._model.complete(prompt).text)
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                if not self._model.additional_kwargs:
                    raise
                self._model.additional_kwargs = {}  # a server that takes no schema is told the form in words alone
                return str(self._model.complete(prompt).text)
        except (openai.OpenAIError, httpx.HTTPError, *STRANGE) as error:
            raise ModelUnavailableError(f"The language model {self.name} did not answer: {error}.") from error
