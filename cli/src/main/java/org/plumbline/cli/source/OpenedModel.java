package org.plumbline.cli.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.tensor.NativeRuntime;
import org.plumbline.lm.text.Tokenizer;

/** A language model and its tokenizer. */
public record OpenedModel(CausalLm lm, Tokenizer tokenizer) implements AutoCloseable {

  /**
   * Loads both at the same time: a tokenizer takes about as long as the weights of a small model.
   */
  public static OpenedModel of(ModelFolder folder) {
    // First and alone: if it cannot be loaded, that is all there is to tell.
    NativeRuntime.load();
    CompletableFuture<Tokenizer> tokenizer = CompletableFuture.supplyAsync(folder::tokenizer);
    CausalLm lm;
    try {
      lm = folder.causalLm();
    } catch (RuntimeException | Error e) {
      closeOnceRead(tokenizer);
      throw e;
    }
    try {
      return new OpenedModel(lm, tokenizer.join());
    } catch (CompletionException e) {
      lm.close();
      // What was thrown there, as if it had been thrown here.
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static void closeOnceRead(CompletableFuture<Tokenizer> tokenizer) {
    try {
      tokenizer.join().close();
    } catch (CompletionException e) {
      // Nothing to close, and the failure of the weights is the one to tell.
    }
  }

  @Override
  public void close() {
    tokenizer.close();
    lm.close();
  }
}
