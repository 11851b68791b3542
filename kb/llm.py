"""The language model seam: a model at an address that the user configured, or none."""

import logging
import os
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from functools import cached_property
from typing import Any, Protocol

from kb.errors import ModelUnavailableError, SettingsError
from kb.settings import Settings

SECONDS = 60.0  # a small model on a laptop takes half a minute for a block; after that the quotes stand as they are
STREAM = 180.0  # for the whole of a stream, whose sentences are read as they come
LONGEST = 400  # tokens of an answer; an answer in a form needs more, as it is worth nothing without its end
LONGEST_FORM = 700
KEY = "CTPAT_MODEL_KEY"  # in the environment; no other key is ever taken from there, since it would go to the address
PROVIDERS = ("openai", "anthropic")
KINDS = {  # of a failure by its status; a server's own words are for nobody's eyes, as nothing holds them to a quote
    400: "it refused the question",
    401: "it refused the key",
    402: "it asks for a payment",
    403: "it refused the key",
    404: "it knows no such model, or speaks another protocol at this address",
    408: "it took too long",
    413: "the question is too long for it",
    422: "it refused the question",
    429: "it was asked too often",
}
# What a server that speaks another dialect, or none, brings on inside the client.
STRANGE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


class LanguageModel(Protocol):
    """Completes a prompt."""

    name: str

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        ...

    def stream(self, prompt: str) -> Generator[str, None, None]:
        """The answer in the pieces that it comes in, in one piece from a server that does not stream.

        They are for whoever holds them against the quotes: nothing is shown before a whole sentence has passed. Raises
        ModelUnavailableError where there is none in time, and where it breaks off.
        """
        ...


def load_model(settings: Settings, schema: Mapping[str, Any] | None = None) -> LanguageModel | None:
    """The model of the settings; None where none is configured, which is the default.

    With a JSON schema it is asked once to answer in that form, which it may not do all the same. Raises SettingsError
    for an unknown provider, for an address that is none, and where the part that speaks its protocol is not installed.
    """
    provider = settings.model_provider.strip().lower() or PROVIDERS[0]
    if provider not in PROVIDERS:
        raise SettingsError(f"model_provider must be one of {', '.join(PROVIDERS)}, not {settings.model_provider!r}.")
    if not settings.model_address:
        return None
    key = settings.model_key or os.environ.get(KEY, "")
    import httpx

    speaks = AnthropicMessages if provider == "anthropic" else OpenAICompatible
    try:
        return speaks(settings.model_address, settings.model_name, key, schema)
    except (httpx.InvalidURL, ValueError) as error:
        raise SettingsError("No server can stand at model_address: correct it in the settings.") from error


class Later:
    """The model of the settings, made ready when it is first asked: that takes seconds, and a page waits for none."""

    def __init__(self, settings: Settings, schema: Mapping[str, Any]) -> None:
        self.name = settings.model_name
        self._settings = settings
        self._schema = schema

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        return self._ready.complete(prompt)

    def stream(self, prompt: str) -> Generator[str, None, None]:
        """The answer in the pieces that it comes in; raises ModelUnavailableError where there is none, or half."""
        return self._ready.stream(prompt)

    def prepare(self) -> None:
        """Take the seconds now; raises ModelUnavailableError where there is no such model."""
        _ = self._ready

    @cached_property
    def _ready(self) -> LanguageModel:
        try:
            model = load_model(self._settings, self._schema)
        except SettingsError as error:
            raise ModelUnavailableError(str(error)) from error
        if model is None:
            raise ModelUnavailableError("No address of a language model is in the settings.")
        return model


class OpenAICompatible:
    """Any server that speaks OpenAI's protocol: Ollama, vLLM, llama.cpp, a vendor's."""

    def __init__(self, address: str, name: str, key: str, schema: Mapping[str, Any] | None = None) -> None:
        import openai
        from llama_index.llms.openai_like import OpenAILike

        from kb.bounded import bounded_client

        form = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}
        own = {"Authorization": f"Bearer {key or 'none'}"}  # said here, so that the shell's headers do not replace it
        self.name = name
        self._streams = True  # until the server shows that it does not
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
            default_headers=own,
            http_client=bounded_client(SECONDS),
        )
        # llama-index keeps a stream open that nobody reads any more.
        self._client = openai.OpenAI(
            base_url=address,
            api_key=key or "none",
            timeout=SECONDS,
            max_retries=0,
            default_headers=own,
            http_client=bounded_client(SECONDS, STREAM),
        )

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        return "".join(self._whole(prompt))

    def stream(self, prompt: str) -> Generator[str, None, None]:
        """The answer in the pieces that it comes in; raises ModelUnavailableError where there is none, or half."""
        import openai

        form = self._model.additional_kwargs
        try:
            if self._streams and (yield from _pieces(self.name, self._events(prompt, form), _of_openai)):
                return
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            pass  # it takes no stream, or not this form: asked for the whole, it says which
        except _faults(openai.OpenAIError) as error:
            raise _unavailable(self.name, error) from error
        yield ""  # whoever hears it may end here: what follows is sent anew
        whole = yield from self._whole(prompt)
        self._streams = not whole or self._model.additional_kwargs != form

    def _whole(self, prompt: str) -> Generator[str, None, str]:
        """The answer in one piece, behind an empty one where it is sent twice."""
        import openai

        try:
            try:
                whole = str(self._model.complete(prompt).text)
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                if not self._model.additional_kwargs:
                    raise
                self._model.additional_kwargs = {}  # a server that takes no schema is told the form in words alone
                yield ""
                whole = str(self._model.complete(prompt).text)
        except _faults(openai.OpenAIError) as error:
            raise _unavailable(self.name, error) from error
        yield whole
        return whole

    def _events(self, prompt: str, form: Mapping[str, Any]) -> Any:
        return self._client.chat.completions.create(
            model=self.name,
            messages=[{"role": "user", "content": prompt}],
            temperature=0.0,
            max_tokens=self._model.max_tokens,
            stream=True,
            **form,
        )


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
        client = self._model._client
        self._model._client = client.with_options(http_client=bounded_client(SECONDS))
        self._client = client.with_options(http_client=bounded_client(SECONDS, STREAM), max_retries=0)

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        import anthropic

        try:
            return str(self._model.complete(prompt).text)
        except _faults(anthropic.AnthropicError) as error:
            raise _unavailable(self.name, error) from error

    def stream(self, prompt: str) -> Generator[str, None, None]:
        """The answer in the pieces that it comes in; raises ModelUnavailableError where there is none, or half."""
        import anthropic

        try:
            if (yield from _pieces(self.name, self._events(prompt), _of_anthropic)):
                return
        except _faults(anthropic.AnthropicError) as error:
            raise _unavailable(self.name, error) from error
        yield ""  # as above
        yield self.complete(prompt)

    def _events(self, prompt: str) -> Any:
        return self._client.messages.create(
            model=self.name,
            messages=[{"role": "user", "content": prompt}],
            temperature=0.0,
            max_tokens=self._model.max_tokens,
            stream=True,
        )


def _pieces(name: str, events: Any, read: Callable[[Any], tuple[str, bool]]) -> Generator[str, None, bool]:
    """The pieces of a stream as they come, and whether it was one; raises ModelUnavailableError where it breaks off."""
    came = ended = False
    with closing(events):
        for event in events:
            piece, last = read(event)
            ended = ended or last
            if piece:
                came = True
                yield piece
    if came and not ended:  # a line that is cut looks like an end, but for the reason that a server gives for one
        raise ModelUnavailableError(f"The language model {name} broke off in the middle of its answer.")
    return ended


def _of_openai(event: Any) -> tuple[str, bool]:
    """The text of an event of OpenAI's protocol, and whether it ends the answer."""
    choices = event.choices or ()
    return "".join(choice.delta.content or "" for choice in choices), any(choice.finish_reason for choice in choices)


def _of_anthropic(event: Any) -> tuple[str, bool]:
    """The text of an event of Anthropic's protocol, and whether it ends the answer."""
    delta = getattr(event, "delta", None)
    return getattr(delta, "text", None) or "", bool(getattr(delta, "stop_reason", None))


def _faults(of_client: type[Exception]) -> tuple[type[Exception], ...]:
    """All that a server, or none, brings on."""
    import httpx

    return (of_client, httpx.HTTPError, httpx.InvalidURL, *STRANGE)


def _unavailable(name: str, error: Exception) -> ModelUnavailableError:
    """A failure in our own words: what a server says of it is held to no quote and would be shown."""
    logging.getLogger(__name__).debug("The language model %s failed: %s", name, error)
    return ModelUnavailableError(f"The language model {name} did not answer: {_kind(error)}.")


def _kind(error: Exception) -> str:
    import httpx

    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 300:
        other = "it failed" if status >= 500 else "it sends elsewhere" if status < 400 else "it refused the question"
        return f"{KINDS.get(status, other)} (status {status})"
    names = {each.__name__ for each in type(error).__mro__}
    if isinstance(error, httpx.TimeoutException) or "APITimeoutError" in names:
        return "it took too long"
    if isinstance(error, httpx.InvalidURL):
        return "its address cannot be read"
    if isinstance(error, httpx.TransportError) or "APIConnectionError" in names:
        return "there is no connection to its address, or it broke"
    return "it failed" if "APIError" in names else "what it sent is not of its protocol"
