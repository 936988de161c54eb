package dev.grantflow.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/// An image as the tar that `docker load` takes.
///
/// @param config what the image says of users, ports, labels and commands
/// @param layers from the lowest, the base image's, to the highest
record BuiltImage(JsonNode config, List<Layer> layers) {

  /// @param name of its file in the tar, by which equal layers are known
  record Layer(String name, List<Tar.Entry> entries) {

    boolean holds(String path) {
      return entries.stream().anyMatch(entry -> entry.name().equals(path));
    }

    /// Files, and no folders.
    List<String> files() {
      return entries.stream().filter(Tar.Entry::isFile).map(Tar.Entry::name).toList();
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  static BuiltImage read(Path file) throws IOException {
    var parts = new HashMap<String, byte[]>();
    Tar.read(Files.readAllBytes(file)).forEach(it -> parts.put(it.name(), it.content()));
    var manifest = JSON.readTree(part(parts, "manifest.json")).get(0);
    var layers = new ArrayList<Layer>();
    for (var name : manifest.get("Layers")) {
      layers.add(layer(name.asText(), part(parts, name.asText())));
    }
    return new BuiltImage(JSON.readTree(part(parts, manifest.get("Config").asText())), layers);
  }

  private static byte[] part(Map<String, byte[]> parts, String name) {
    var part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("the tar has no " + name);
    }
    return part;
  }

  private static Layer layer(String name, byte[] packed) throws IOException {
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return new Layer(name, Tar.read(unpacked.readAllBytes()));
    }
  }

  /// Of `config`, such as `Entrypoint`.
  List<String> words(String name) {
    return StreamSupport.stream(config.at("/config/" + name).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /// The lowest layer that has it.
  int place(String path) {
    for (var i = 0; i < layers.size(); i++) {
      if (layers.get(i).holds(path)) {
        return i;
      }
    }
    throw new IllegalStateException("the image has no " + path);
  }

  /// All layers but those of the base image.
  List<Layer> ours() {
    return layers.subList(place(BaseImage.MARK) + 1, layers.size());
  }

  /// As a container would see them.
  void unpack(Path root) throws IOException {
    for (var layer : layers) {
      for (var entry : layer.entries()) {
        var file = root.resolve(entry.name()).normalize();
        if (!file.startsWith(root)) {
          throw new IllegalStateException(entry.name() + " lies outside of the image");
        }
        if (entry.isFile()) {
          Files.createDirectories(file.getParent());
          Files.write(file, entry.content());
        }
      }
    }
  }
}
