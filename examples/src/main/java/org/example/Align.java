package org.example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.StepListener;
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
import org.plumbline.core.data.Prompt;
import org.plumbline.core.material.Material;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.score.PenalisedScorer;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.hub.ModelWriter;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.text.TextEncoder;

/** Trains reward models, averages them, scores with the average, and aligns a policy against it. */
public final class Align {
  private Align() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Files.createTempDirectory("align");
    var seeds = new Seeds(1);
    List<Path> members = new ArrayList<>();
    var encoder = ModelFolder.open((Material.Model) Embedded.material("minilm"));
    try (var rows = ((Material.Preferences) Embedded.material("grammar-preferences-train")).rows().get();
        var trunk = encoder.trunk();
        var tokenizer = encoder.tokenizer();
        var trained =
            new RewardTraining(RewardTrainingOptions.DEFAULT, RewardTrainingListener.NONE)
                .train(trunk, tokenizer, rows.limit(64).toList(), seeds.child("reward"))) {
      for (var member : trained.members()) {
        members.add(folder.resolve("member-" + members.size()));
        member.save(members.getLast());
      }
    }
    RewardAverage.write(members, folder.resolve("average"), List.of());

    var language = ModelFolder.open((Material.Model) Embedded.material("policy"));
    try (var reward = RewardModel.open(folder.resolve("average"));
        var initial = language.causalLm();
        var lm = initial.copy();
        var tokenizer = language.tokenizer();
        var reset = new ElasticReset(new ElasticReset.Options(2, 0.995), lm.parameters(), initial.parameters())) {
      var texts = List.of(new Exchange("She", " goes to school."), new Exchange("She", " go to school."));
      System.out.println("scores " + Arrays.toString(reward.score(texts)));
      var prompts = List.of(new Prompt("A bicycle is"), new Prompt("She opened the door and"));
      var policy = new Policy(lm, new TextEncoder(tokenizer, new TextEncoder.Options(lm.contextLength())));
      // 4 steps of 2 prompts, 1 update each, 8 sequences at once, completions of up to 12 tokens
      var options = new PolicyOptions(4, 2, 1, 8, 12, 1e-4, 0, 0, 0, AdamW.Options.DEFAULT);
      StepListener log = (step, steps, metrics) -> System.out.println("step " + step + " " + metrics);
      new PolicyTraining(
              options, new Rloo(Rloo.Options.DEFAULT), new PenalisedScorer(reward), CheckpointStore.NONE, List.of(log), StopSignal.NEVER)
          .train(policy, initial, prompts, seeds.child("rl"), List.of(reset), step -> {});
      ModelWriter.save(folder.resolve("policy"), lm, tokenizer);
    }
    System.out.println("everything lies in " + folder);
  }
}
