package org.plumbline.core.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.plumbline.core.error.InvalidInputException;

/** A row whose texts may be chats, which a writer makes text of. */
record ChatRow(Row row, ChatWriter chats) {
  private static final String ASSISTANT = "assistant";

  /** The column that says which template wrote a row's texts. */
  static final String TEMPLATE = "chatTemplate";

  Prompt prompt() {
    String group = row.nameOrEmpty("group");
    if (row.has("messages")) {
      Chat chat = new Chat(row.messages(), row.tools());
      return new Prompt(written(() -> chats.prompt(chat)), group);
    }
    if (row.isChat("prompt")) {
      return new Prompt(written(() -> chats.prompt(chat(row.messages("prompt")))), group);
    }
    text();
    return new Prompt(row.filledText("prompt"), group);
  }

  Exchange exchange() {
    if (row.has("messages")) {
      return exchange(new Chat(row.messages(), row.tools()), "messages");
    }
    if (row.isChat("completion")) {
      return exchange(answered("completion"), "completion");
    }
    text();
    return new Exchange(row.textOrEmpty("prompt"), row.text("completion"));
  }

  Preference preference() {
    Preference preference = row.isChat("chosen") ? ofChats() : ofTexts();
    if (preference.chosen().equals(preference.rejected())) {
      throw new InvalidRowException(
          "chosen identical to rejected",
          "'%s' and '%s' must differ (both are %s)"
              .formatted(
                  row.columns().in("chosen"),
                  row.columns().in("rejected"),
                  Row.shown(preference.chosen())));
    }
    return preference;
  }

  private Preference ofTexts() {
    text();
    return new Preference(
        row.textOrEmpty("prompt"),
        row.filledText("chosen"),
        row.text("rejected"),
        row.number("margin"),
        row.nameOrEmpty("group"));
  }

  private Preference ofChats() {
    Chat chosen = answered("chosen");
    Chat rejected = answered("rejected");
    if (!before(chosen).equals(before(rejected))) {
      throw new InvalidRowException(
          "chats that differ before their answers",
          "'%s' and '%s' must be the same chat up to its last message, which answers it"
              .formatted(row.columns().in("chosen"), row.columns().in("rejected")));
    }
    Exchange first = exchange(chosen, "chosen");
    return new Preference(
        first.prompt(),
        first.completion(),
        exchange(rejected, "rejected").completion(),
        row.number("margin"),
        row.nameOrEmpty("group"));
  }

  /** Says how the row's texts are written. */
  private void text() {
    String template = row.textOrEmpty(TEMPLATE);
    if (template.isEmpty()) {
      chats.plain();
    } else {
      written(
          () -> {
            chats.rendered(template);
            return template;
          });
    }
  }

  /** The whole chat of a column: after the prompt's messages if there are any. */
  private Chat answered(String column) {
    List<ObjectNode> messages = new ArrayList<>();
    if (row.isChat("prompt")) {
      messages.addAll(row.messages("prompt"));
    }
    messages.addAll(row.messages(column));
    String prompt = row.isChat("prompt") ? "" : row.textOrEmpty("prompt");
    // Published preferences often repeat in plain text what the person said last.
    boolean repeated =
        messages.size() > 1
            && messages.get(messages.size() - 2).path("content").asText().equals(prompt);
    if (!prompt.isEmpty() && !repeated) {
      throw new InvalidRowException(
          "a plain prompt before chat messages",
          "'%s' is a chat, so '%s' must be messages, too, or what its last message answers (got %s)"
              .formatted(row.columns().in(column), row.columns().in("prompt"), Row.shown(prompt)));
    }
    return chat(messages);
  }

  private Exchange exchange(Chat chat, String column) {
    if (!chat.messages().getLast().path("role").asText().equals(ASSISTANT)) {
      throw new InvalidRowException(
          "a chat that ends with no answer",
          "the last message of '%s' must be the assistant's, which is scored (got role '%s')"
              .formatted(
                  row.columns().in(column), chat.messages().getLast().path("role").asText()));
    }
    return new Exchange(
        written(() -> chats.prompt(new Chat(before(chat), chat.tools()))),
        written(() -> chats.answer(chat)));
  }

  private static List<ObjectNode> before(Chat chat) {
    return chat.messages().subList(0, chat.messages().size() - 1);
  }

  private static Chat chat(List<ObjectNode> messages) {
    return new Chat(messages, Optional.empty());
  }

  private static String written(Supplier<String> text) {
    try {
      return text.get();
    } catch (InvalidInputException e) {
      throw new InvalidRowException("a chat that cannot be read", e.getMessage());
    }
  }
}
