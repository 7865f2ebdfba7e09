package org.plumbline.lm.template;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.lm.text.TokenizedText.Span;

/** Which parts of a chat's text, and which of its tokens, the assistant wrote. */
final class AssistantParts {
  private AssistantParts() {}

  /**
   * The text of a whole chat and the assistant's parts: what the template marks with {@code {%
   * generation %}}; where it marks nothing, what an assistant's message adds behind the generation
   * prompt.
   */
  static RenderedChat of(ChatTemplate template, List<ChatMessage> messages, ChatOptions chat) {
    ChatOptions whole = chat.withGenerationPrompt(false).withContinueFinalMessage(false);
    return template.marksAssistant(whole)
        ? template.render(messages, whole)
        : byPrefixes(template, messages, whole);
  }

  private static RenderedChat byPrefixes(
      ChatTemplate template, List<ChatMessage> messages, ChatOptions whole) {
    String text = template.text(messages, whole);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).role().equals(ChatMessage.ASSISTANT)) {
        String before = template.text(messages.subList(0, i), whole.withGenerationPrompt(true));
        String after = template.text(messages.subList(0, i + 1), whole);
        require(
            after.startsWith(before) && text.startsWith(after),
            "a chat template without {%% generation %%} must write the beginning of a chat the same"
                + " whatever follows, but does not around message %d; put {%% generation %%} around"
                + " the assistant's text in the template, or train on the last turn alone",
            i + 1);
        spans.add(new Span(before.length(), after.length()));
      }
    }
    return new RenderedChat(text, spans);
  }

  /**
   * The tokens that stand for a character of a part. A token that stands for none, as a space that
   * its tokenizer leaves out, belongs to the place behind the token before it.
   *
   * @param parts one after the other
   */
  static boolean[] mask(List<Span> tokens, List<Span> parts) {
    boolean[] mask = new boolean[tokens.size()];
    int part = 0;
    int previousEnd = 0;
    for (int i = 0; i < mask.length; i++) {
      Span token = tokens.get(i);
      int start = token.start() == token.end() ? previousEnd : token.start();
      while (part < parts.size() && parts.get(part).end() <= start) {
        part++;
      }
      mask[i] = part < parts.size() && parts.get(part).start() < token.end() && start < token.end();
      previousEnd = Math.max(previousEnd, token.end());
    }
    return mask;
  }
}
