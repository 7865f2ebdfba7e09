package org.plumbline.cli.source;

import org.jspecify.annotations.Nullable;
import org.plumbline.core.data.Chat;
import org.plumbline.core.data.ChatWriter;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.template.ChatTexts;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/**
 * Chats of data files, written by a model's template; template and tokenizer are opened when the
 * first chat is met.
 */
public final class ModelChats implements ChatWriter, AutoCloseable {
  private final ModelFolder folder;
  private @Nullable Tokenizer tokenizer;
  private @Nullable ChatTexts texts;
  private boolean anyPlain;

  private ModelChats(ModelFolder folder) {
    this.folder = folder;
  }

  /** Chats as this model reads them. */
  public static ModelChats of(ModelFolder folder) {
    return new ModelChats(folder);
  }

  /** Chats as this reward model reads them: by the template of its trunk, if it is an adapter. */
  public static ModelChats ofReward(ModelFiles files) {
    boolean adapter = PeftFolder.isOne(files);
    return new ModelChats(
        ModelFolder.open(adapter ? PeftFolder.open(files, java.util.Set.of()).baseFiles() : files));
  }

  @Override
  public String prompt(Chat chat) {
    return texts().prompt(chat);
  }

  @Override
  public String answer(Chat chat) {
    return texts().answer(chat);
  }

  @Override
  public void rendered(String template) {
    texts().rendered(template);
  }

  @Override
  public void plain() {
    anyPlain = true;
    if (texts != null) {
      texts.plain();
    }
  }

  /** How what was read so far is written. */
  public TextEncoder.Chats form() {
    return texts == null ? TextEncoder.Chats.NONE : texts.form();
  }

  private ChatTexts texts() {
    if (texts == null) {
      Tokenizer opened = folder.tokenizer();
      tokenizer = opened;
      texts = new ChatTexts(folder.chatTemplate().orElseThrow(folder::noChatTemplate), opened);
      if (anyPlain) {
        texts.plain();
      }
    }
    return texts;
  }

  @Override
  public void close() {
    if (tokenizer != null) {
      tokenizer.close();
    }
  }
}
