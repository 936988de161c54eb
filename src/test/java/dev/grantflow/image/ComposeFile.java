package dev.grantflow.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// A file as Compose reads it: merges are resolved, and no key stands twice.
public record ComposeFile(JsonNode tree) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// Ours.
  public static ComposeFile read() throws IOException {
    return new ComposeFile(yaml(Path.of("docker-compose.yml")));
  }

  static JsonNode yaml(Path file) throws IOException {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
    return JSON.valueToTree(tree);
  }

  /// By their names.
  Map<String, Service> services() {
    var services = new TreeMap<String, Service>();
    tree.get("services")
        .properties()
        .forEach(it -> services.put(it.getKey(), new Service(it.getKey(), it.getValue())));
    return services;
  }

  Service service(String name) {
    var service = services().get(name);
    if (service == null) {
      throw new IllegalStateException("there is no service " + name);
    }
    return service;
  }

  /// The variables of a service.
  public Map<String, String> environment(String service) {
    return service(service).environment();
  }

  /// What stands under a service's name.
  record Service(String name, JsonNode tree) {

    String image() {
      return tree.path("image").asText();
    }

    Map<String, String> environment() {
      return tree.path("environment").properties().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().asText()));
    }

    List<String> words(String pointer) {
      return StreamSupport.stream(tree.at(pointer).spliterator(), false)
          .map(JsonNode::asText)
          .toList();
    }

    /// Name, place inside, and what may be done there.
    List<Mount> mounts() {
      return words("/volumes").stream().map(Mount::of).toList();
    }

    boolean isOurs() {
      return image().startsWith("grantflow");
    }

    /// Whether it does what it has to do and ends.
    boolean ends() {
      return tree.path("restart").asText().equals("no");
    }
  }

  /// @param source a volume's name, or a path that begins with a dot
  record Mount(String source, String target, boolean isReadOnly) {

    static Mount of(String text) {
      var parts = text.split(":", -1);
      return new Mount(parts[0], parts[1], parts.length > 2 && parts[2].equals("ro"));
    }

    boolean isPath() {
      return source.startsWith(".");
    }
  }
}
