package org.plumbline.core.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.file.FileNames;

/** Several safetensors files that an index makes one. */
final class ShardedWeights implements Weights {
  private static final JsonMapper JSON = new JsonMapper();

  private final String name;
  private final Map<String, Weights> shards;
  private final Map<String, Weights> shardOf = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private ShardedWeights(String name, Map<String, Weights> shards) {
    this.name = name;
    this.shards = shards;
  }

  static ShardedWeights open(Path index) {
    Map<String, String> fileOf = fileOf(index);
    ShardedWeights weights = new ShardedWeights(index.toString(), new LinkedHashMap<>());
    try {
      for (String file : new TreeSet<>(fileOf.values())) {
        weights.add(file, Safetensors.open(index.resolveSibling(file)));
      }
      weights.requireAgreement(fileOf);
      return weights;
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private void add(String file, Weights shard) {
    shards.put(file, shard);
    metadata.putAll(shard.metadata());
    for (TensorInfo info : shard.tensors()) {
      Weights other = shardOf.put(info.name(), shard);
      if (other != null) {
        throw new InvalidInputException(
            "tensor '%s' lies both in '%s' and in '%s'; each must lie in one shard"
                .formatted(info.name(), other.name(), shard.name()));
      }
    }
  }

  private void requireAgreement(Map<String, String> fileOf) {
    List<String> wrong = new ArrayList<>();
    fileOf.forEach(
        (tensor, file) -> {
          Weights shard = shards.get(file);
          if (shard == null || !shard.contains(tensor)) {
            wrong.add("'%s' is not in %s".formatted(tensor, file));
          }
        });
    for (String tensor : shardOf.keySet()) {
      if (!fileOf.containsKey(tensor)) {
        wrong.add("'%s' is in a shard, but not in the index".formatted(tensor));
      }
    }
    if (!wrong.isEmpty()) {
      throw new InvalidInputException(
          "the index '%s' does not fit its shards: %s. Fetch the folder anew"
              .formatted(name, String.join("; ", wrong)));
    }
  }

  private static Map<String, String> fileOf(Path index) {
    try {
      JsonNode map = JSON.readTree(index.toFile()).path("weight_map");
      Map<String, String> fileOf = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : map.properties()) {
        String file = entry.getValue().asText();
        // A downloaded index must not reach outside its own folder.
        if (!FileNames.isPlain(file)) {
          throw new InvalidInputException(
              "the index '%s' must name files of its own folder (got '%s')".formatted(index, file));
        }
        fileOf.put(entry.getKey(), file);
      }
      if (fileOf.isEmpty()) {
        throw new InvalidInputException(
            "the index '%s' must hold a 'weight_map' from tensor to file".formatted(index));
      }
      return fileOf;
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the index '%s': %s".formatted(index, DurableFiles.reason(e)), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<TensorInfo> tensors() {
    return shards.values().stream().flatMap(shard -> shard.tensors().stream()).toList();
  }

  @Override
  public TensorInfo info(String tensor) {
    return shard(tensor).info(tensor);
  }

  @Override
  public boolean contains(String tensor) {
    return shardOf.containsKey(tensor);
  }

  @Override
  public Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  @Override
  public ByteBuffer data(String tensor, long offset, int length) {
    return shard(tensor).data(tensor, offset, length);
  }

  @Override
  public void read(String tensor, long offset, ByteBuffer into) {
    shard(tensor).read(tensor, offset, into);
  }

  @Override
  public void close() {
    shards.values().forEach(Weights::close);
  }

  private Weights shard(String tensor) {
    Weights shard = shardOf.get(tensor);
    if (shard == null) {
      throw new InvalidInputException(
          "'%s' holds no tensor '%s' in any of its %d shards"
              .formatted(name, tensor, shards.size()));
    }
    return shard;
  }
}
