package org.example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.policy.ElasticReset;
import org.plumbline.align.policy.Policy;
import org.plumbline.align.policy.PolicyOptions;
import org.plumbline.align.policy.PolicyTraining;
import org.plumbline.align.policy.Rloo;
import org.plumbline.align.reward.RewardAverage;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.align.reward.RewardTraining;
import org.plumbline.align.reward.RewardTrainingListener;
import org.plumbline.align.reward.RewardTrainingOptions;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Preference;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.material.Material;
import org.plumbline.core.material.MaterialProvider;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.score.PenalisedScorer;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.Llama;
import org.plumbline.lm.model.LlamaConfig;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.text.BpeOptions;
import org.plumbline.lm.text.BpeTrainer;
import org.plumbline.lm.text.TextEncoder;

/** Trains reward models, averages them, scores with the average, and aligns a policy against it. */
public final class Align {
  private Align() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("align");
    var seeds = new Seeds(1);
    List<Preference> preferences = preferences("grammar-preferences-train", 64);

    List<Path> members = new ArrayList<>();
    var encoder = ModelFolder.open((Material.Model) material("minilm"));
    try (var trunk = encoder.trunk();
        var tokenizer = encoder.tokenizer();
        var trained =
            new RewardTraining(RewardTrainingOptions.DEFAULT, RewardTrainingListener.NONE)
                .train(trunk, tokenizer, preferences, seeds.child("reward"))) {
      for (RewardModel member : trained.members()) {
        members.add(folder.resolve("member-" + members.size()));
        member.save(members.getLast());
      }
    }
    RewardAverage.write(members, folder.resolve("average"), List.of());

    Policy initial = randomPolicy(preferences, seeds);
    Policy policy = initial.copy();
    try (RewardModel reward = RewardModel.open(folder.resolve("average"));
        var reset = new ElasticReset(new ElasticReset.Options(2, 0.995), policy.lm().parameters(), initial.lm().parameters())) {
      var texts = List.of(new Exchange("She", " goes to school."), new Exchange("She", " go to school."));
      System.out.println("scores " + Arrays.toString(reward.score(texts)));

      // 4 steps of 2 prompts, 1 update each, 8 sequences at once, completions of up to 12 tokens
      var options = new PolicyOptions(4, 2, 1, 8, 12, 1e-3, 0, 0, 0, AdamW.Options.DEFAULT);
      new PolicyTraining(options, new Rloo(Rloo.Options.DEFAULT), new PenalisedScorer(reward), CheckpointStore.NONE,
              List.of((step, steps, metrics) -> System.out.println("step " + step + " " + metrics)), StopSignal.NEVER)
          .train(policy, initial.lm(), List.of(new Prompt("A bicycle is"), new Prompt("She opened")), seeds.child("rl"), List.of(reset), step -> {});
      ModelFolder.save(folder.resolve("policy"), policy.lm(), policy.encoder().tokenizer());
    }
    System.out.println("everything lies in " + folder);
  }

  /** Knows nothing, and is here in a second; {@code ModelFolder.open(path).causalLm()} opens one that does. */
  private static Policy randomPolicy(List<Preference> texts, Seeds seeds) {
    var tokenizer = BpeTrainer.train(texts.stream().map(Preference::chosen), new BpeOptions(400, 2)).tokenizer();
    int begin = tokenizer.id("<s>").orElseThrow();
    int end = tokenizer.id("</s>").orElseThrow();
    var shape = new LlamaConfig(tokenizer.vocabularySize(), 32, 64, 2, 2, 2, 16, 64, 10_000, 1e-5, true, begin, end);
    return new Policy(Llama.random(shape, seeds.child("policy")), new TextEncoder(tokenizer, new TextEncoder.Options(64)));
  }

  private static List<Preference> preferences(String name, int count) {
    try (Stream<Preference> rows = ((Material.Preferences) material(name)).rows().get()) {
      return rows.limit(count).toList();
    }
  }

  /** What comes with the jars on the class path, as {@code embedded:NAME} on the command line. */
  private static Material material(String name) {
    return ServiceLoader.load(MaterialProvider.class).stream()
        .flatMap(provider -> provider.get().materials().stream())
        .filter(material -> material.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
