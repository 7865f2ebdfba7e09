package org.plumbline.align.sft;

import java.util.List;
import java.util.Optional;
import org.plumbline.core.data.Chat;
import org.plumbline.core.data.Demonstration;
import org.plumbline.core.data.Example;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.template.ChatEncoder;
import org.plumbline.lm.template.ChatMessage;
import org.plumbline.lm.template.ChatOptions;
import org.plumbline.lm.template.EncodedChat;
import org.plumbline.lm.text.EncodedText;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.TextEncoder.Truncation;
import org.plumbline.lm.text.Tokenizer;

/**
 * From examples to the tokens that a model is trained on: demonstrations by its text encoder, chats
 * by its chat template.
 *
 * <p>Texts that are too long are cut at their end.
 */
public final class ExampleEncoder {
  private final ModelFolder folder;
  private final TextEncoder texts;
  private final Optional<ChatEncoder> chats;
  private final LossOn lossOn;

  /**
   * The encoder of a model.
   *
   * @param tokenizer that of the folder; whoever opened it closes it
   * @param maxLength most tokens of a text
   */
  public ExampleEncoder(ModelFolder folder, Tokenizer tokenizer, int maxLength, LossOn lossOn) {
    this.folder = folder;
    this.texts =
        new TextEncoder(
            tokenizer,
            new TextEncoder.Options(
                tokenizer.bos().isPresent(),
                tokenizer.eos().isPresent(),
                maxLength,
                Truncation.CUT_END,
                "",
                ""));
    this.chats =
        folder
            .chatTemplate()
            .map(
                template ->
                    new ChatEncoder(
                        template,
                        tokenizer,
                        new ChatEncoder.Options(maxLength).withTruncation(Truncation.CUT_END)));
    this.lossOn = lossOn;
  }

  /**
   * The tokens of an example.
   *
   * @throws InvalidInputException if it is a chat and the model has no template, if the template
   *     refuses it, or if cutting leaves nothing to learn
   */
  public TrainingText encode(Example example) {
    return switch (example) {
      case Demonstration d -> encode(texts.encode(d.prompt(), d.completion()));
      case Chat chat -> encode(chat);
    };
  }

  private TrainingText encode(EncodedText text) {
    return lossOn == LossOn.ALL ? TrainingText.whole(text.ids()) : TrainingText.of(text);
  }

  private TrainingText encode(Chat chat) {
    ChatEncoder encoder = chats.orElseThrow(folder::noChatTemplate);
    List<ChatMessage> messages = chat.messages().stream().map(ChatMessage::new).toList();
    ChatOptions options = chat.tools().map(ChatOptions.WHOLE::withTools).orElse(ChatOptions.WHOLE);
    if (lossOn == LossOn.ALL) {
      return TrainingText.whole(encoder.encodePrompt(messages, options).ids());
    }
    EncodedChat encoded = encoder.encode(messages, options);
    return TrainingText.of(encoded);
  }

  /** Most tokens of a text. */
  public int maxLength() {
    return texts.options().maxLength();
  }

  /** How many texts and chats this encoder has cut so far. */
  public long cut() {
    return texts.truncatedTexts() + chats.map(ChatEncoder::truncatedChats).orElse(0L);
  }
}
