"""The language model seam: a model at an address that the user configured, or none."""

import os
from collections.abc import Mapping
from typing import Any, Protocol

from kb.errors import ModelUnavailableError, SettingsError
from kb.settings import Settings

SECONDS = 60.0  # a small model on a laptop takes half a minute for a block; after that the quotes stand as they are
LONGEST = 400  # tokens of an answer; an answer in a form needs more, as it is worth nothing without its end
LONGEST_FORM = 700
KEY = "CTPAT_MODEL_KEY"  # in the environment; no other key is ever taken from there, since it would go to the address
PROVIDERS = ("openai", "anthropic")
TOLD = 200  # characters of what a client says of a failure
# What a server that speaks another dialect, or none, brings on inside the client.
STRANGE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


class LanguageModel(Protocol):
    """Completes a prompt.

    It does not stream: what a model says is shown only once the whole sentence is held against the quotes, so that no
    word of it stands on a screen, even for a second, that nothing carries. A page shows which party it is at instead.
    """

    name: str

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        ...


def load_model(settings: Settings, schema: Mapping[str, Any] | None = None) -> LanguageModel | None:
    """The model of the settings; None where none is configured, which is the default.

    With a JSON schema it is asked once to answer in that form, which it may not do all the same. Raises SettingsError
    for an unknown provider, and where the part that speaks its protocol is not installed.
    """
    provider = settings.model_provider.strip().lower() or PROVIDERS[0]
    if provider not in PROVIDERS:
        raise SettingsError(f"model_provider must be one of {', '.join(PROVIDERS)}, not {settings.model_provider!r}.")
    if not settings.model_address:
        return None
    key = settings.model_key or os.environ.get(KEY, "")
    if provider == "anthropic":
        return AnthropicMessages(settings.model_address, settings.model_name, key, schema)
    return OpenAICompatible(settings.model_address, settings.model_name, key, schema)


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

        try:
            try:
                return str(self._model.complete(prompt).text)
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                if not self._model.additional_kwargs:
                    raise
                self._model.additional_kwargs = {}  # a server that takes no schema is told the form in words alone
                return str(self._model.complete(prompt).text)
        except (openai.OpenAIError, httpx.HTTPError, *STRANGE) as error:
            raise _unavailable(self.name, error) from error


class AnthropicMessages:
    """A server that speaks Anthropic's protocol, through the optional part of llama-index for it.

    It takes no schema: the prompt says the form in words. Without that part, Anthropic's address for OpenAI's protocol
    (https://api.anthropic.com/v1/) works with the other class.
    """

    def __init__(self, address: str, name: str, key: str, schema: Mapping[str, Any] | None = None) -> None:
        try:
            from llama_index.llms.anthropic import Anthropic
        except ImportError as error:
            raise SettingsError(
                'model_provider = "anthropic" needs a part that is not installed: pip install "ctpat-kb[anthropic]", or'
                ' model_provider = "openai" with model_address = "https://api.anthropic.com/v1/".'
            ) from error
        from kb.bounded import bounded_client

        self.name = name
        self._model = Anthropic(
            model=name,
            base_url=address.removesuffix("/").removesuffix("/v1"),
            api_key=key or "none",
            temperature=0.0,
            max_tokens=LONGEST_FORM if schema else LONGEST,
            timeout=SECONDS,
            max_retries=0 if schema else 1,
        )
        self._model._client = self._model._client.with_options(http_client=bounded_client(SECONDS))

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        import anthropic
        import httpx

        try:
            return str(self._model.complete(prompt).text)
        except (anthropic.AnthropicError, httpx.HTTPError, *STRANGE) as error:
            raise _unavailable(self.name, error) from error


def _unavailable(name: str, error: Exception) -> ModelUnavailableError:
    why = " ".join(str(error).split())
    told = why if len(why) <= TOLD else f"{why[:TOLD]}…"
    return ModelUnavailableError(f"The language model {name} did not answer: {told.rstrip('.')}.")
