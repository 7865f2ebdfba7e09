package org.plumbline.align.policy;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.TextEncoder;

/**
 * A language model with the encoder that turns text into its tokens and back.
 *
 * @param lm the weights
 * @param encoder the one encoder of training, scoring and serving
 */
public record Policy(CausalLm lm, TextEncoder encoder) {

  /**
   * Throws unless the model can read each prompt and as many new tokens as are wanted.
   *
   * @throws InvalidInputException naming the first prompt that is too long
   */
  public void requireRoom(List<Prompt> prompts, int newTokens) {
    for (int i = 0; i < prompts.size(); i++) {
      int number = i + 1;
      int length = length(prompts.get(i), number);
      require(
          length + newTokens <= lm.contextLength(),
          "prompt %d has %d tokens and %d new ones are wanted, but the model reads at most %d; shorten the prompt or lower --max-new-tokens",
          number,
          length,
          newTokens,
          lm.contextLength());
    }
  }

  private int length(Prompt prompt, int number) {
    try {
      return encoder.encodePrompt(prompt.text()).ids().length;
    } catch (InvalidInputException e) {
      int tokens = encoder.tokenizer().encodeLiteral(prompt.text()).length;
      require(
          tokens < lm.contextLength(),
          "prompt %d has %d tokens, but the model reads at most %d, new ones among them; shorten the prompt",
          number,
          tokens,
          lm.contextLength());
      throw new InvalidInputException("prompt %d: %s".formatted(number, e.getMessage()), e);
    }
  }

  /** The same encoder over a copy of the weights. */
  public Policy copy() {
    return new Policy(lm.copy(), encoder);
  }
}
