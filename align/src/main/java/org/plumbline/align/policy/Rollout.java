package org.plumbline.align.policy;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.generate.Generator;

/**
 * Completions that a policy sampled, some for each prompt.
 *
 * @param samples completions of each prompt
 * @param prompts one for each group of completions
 * @param completions those of the first prompt, then those of the second, and so on
 * @param exchanges the same as text
 */
public record Rollout(
    int samples, List<Prompt> prompts, List<Completion> completions, List<Exchange> exchanges) {

  /** Samples completions of prompts; each has its own random stream below the seeds. */
  public static Rollout sample(
      Policy policy, List<Prompt> prompts, int samples, Generator.Options options, Seeds seeds) {
    List<int[]> ids = new ArrayList<>();
    List<Prompt> asked = new ArrayList<>();
    for (Prompt prompt : prompts) {
      int[] encoded = policy.encoder().encodePrompt(prompt.text()).ids();
      for (int i = 0; i < samples; i++) {
        ids.add(encoded);
        asked.add(prompt);
      }
    }
    List<Completion> completions = new Generator(policy.lm(), options).generate(ids, seeds);
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < completions.size(); i++) {
      String text = policy.encoder().tokenizer().decode(completions.get(i).ids());
      exchanges.add(new Exchange(asked.get(i).text(), text));
    }
    return new Rollout(samples, prompts, completions, exchanges);
  }

  /** Number of completions. */
  public int size() {
    return completions.size();
  }

  /** Number of sampled tokens. */
  public int tokens() {
    return completions.stream().mapToInt(completion -> completion.ids().length).sum();
  }
}
