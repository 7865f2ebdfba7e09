package org.plumbline.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.Checkpointable;
import org.plumbline.align.loop.RunCheckpoints;
import org.plumbline.align.loop.StepListener;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.run.Checkpoint;
import org.plumbline.core.run.Checkpoints;
import org.plumbline.core.run.RunFolder;

/**
 * Checkpoints and metrics of one of the reward models that a run trains one after another.
 *
 * <p>The run counts on from member to member, so that its rows stay in order. What a member ended
 * with is kept beside, because the run itself keeps the newest checkpoints only.
 */
final class MemberRun implements CheckpointStore, StepListener {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PLACE = "member.json";

  private final RunFolder run;
  private final int member;
  private final Checkpoints end;
  private long steps;

  /** Where a run stands: so many steps of this member, of so many that it takes. */
  record Place(int member, long step, long steps) {
    boolean isLast() {
      return step == steps;
    }
  }

  /** Of a member, counted from 0. */
  MemberRun(RunFolder run, int member) {
    this.run = run;
    this.member = member;
    this.end = new Checkpoints(run.path().resolve("checkpoints/member-" + (member + 1)), 1);
  }

  @Override
  public void afterStep(long step, long all, Map<String, Double> metrics) {
    steps = all;
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("member", member + 1.0);
    row.putAll(metrics);
    run.metrics().record(member * all + step, row);
  }

  @Override
  public void save(long step, List<Checkpointable> parts) {
    Place place = new Place(member, step, steps);
    run.saveCheckpoint(member * steps + step, content(place, parts));
    if (place.isLast()) {
      end.save(step, content(place, parts));
    }
  }

  private static Checkpoints.Content content(Place place, List<Checkpointable> parts) {
    return folder -> {
      Files.write(folder.resolve(PLACE), JSON.writeValueAsBytes(place));
      RunCheckpoints.write(folder, parts);
    };
  }

  @Override
  public OptionalLong restoreLatest(List<Checkpointable> parts) {
    Optional<Checkpoint> ended = end.latest();
    Optional<Checkpoint> latest = ended.or(run.checkpoints()::latest);
    if (latest.isEmpty()) {
      return OptionalLong.empty();
    }
    Path folder = latest.get().folder();
    Place place = place(folder);
    if (place.member != member) {
      return OptionalLong.empty();
    }
    RunCheckpoints.read(folder, parts);
    if (place.isLast() && ended.isEmpty()) {
      // Killed between the two: the run's own is soon gone.
      end.save(place.step, content(place, parts));
    }
    return OptionalLong.of(place.step);
  }

  private static Place place(Path checkpoint) {
    try {
      return JSON.readValue(checkpoint.resolve(PLACE).toFile(), Place.class);
    } catch (IOException e) {
      throw DurableFiles.failure(
          "read the checkpoint '%s'".formatted(checkpoint), "Nothing was changed", e);
    }
  }
}
