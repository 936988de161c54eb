package dev.grantflow.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// An image to build on that needs no registry: one layer, with one file in place of a JVM.
final class BaseImage {

  static final String MARK = "etc/base";

  private BaseImage() {}

  /// Writes it as `docker save` does.
  static Path write(Path file) throws IOException {
    var layer = Tar.write(Map.of(MARK, "in place of an operating system".getBytes(UTF_8)));
    var config =
        """
        {"architecture": "amd64", "os": "linux", "config": {"Env": ["PATH=/usr/bin"]},
         "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}, "history": [{}]}
        """
            .formatted(sha256(layer));
    var manifest =
        "[{\"Config\": \"config.json\", \"RepoTags\": [\"base:1\"], \"Layers\": [\"layer.tar\"]}]";
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("config.json", config.getBytes(UTF_8));
    entries.put("layer.tar", layer);
    entries.put("manifest.json", manifest.getBytes(UTF_8));
    return Files.write(file, Tar.write(entries));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
