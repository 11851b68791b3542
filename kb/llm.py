"""The language model seam: a model at an address that the user configured, or none."""

from typing import Protocol

from kb.settings import Settings

SECONDS = 60.0  # a small model on a laptop takes half a minute for a block; after that the quotes stand as they are
LONGEST = 400  # tokens of an answer


class LanguageModel(Protocol):
    """Completes a prompt."""

    name: str

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        ...


def load_model(settings: Settings) -> LanguageModel | None:
    """The model of the settings; None where none is configured, which is the default."""
    return (
        OpenAICompatible(settings.model_address, settings.model_name, settings.model_key)
        if settings.model_address
        else None
    )


class OpenAICompatible:
    """Any server that speaks OpenAI's protocol: Ollama, vLLM, llama.cpp, a vendor's."""

    def __init__(self, address: str, name: str, key: str) -> None:
        from llama_index.llms.openai_like import OpenAILike

        self.name = name
        self._model = OpenAILike(
            model=name,
            api_base=address,
            api_key=key or "none",
            is_chat_model=True,
            temperature=0.0,
            max_tokens=LONGEST,
            timeout=SECONDS,
            max_retries=1,
        )

    def complete(self, prompt: str) -> str:
        """The model's answer; raises ModelUnavailableError where there is none in time."""
        import httpx
        import openai

        from kb.errors import ModelUnavailableError

        try:
            return str(self._model.complete(prompt).text)
        except (openai.OpenAIError, httpx.HTTPError, ValueError) as error:
            raise ModelUnavailableError(f"The language model {self.name} did not answer: {error}.") from error
