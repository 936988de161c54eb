package dev.grantflow.mysql.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/// What is to take a keyset file's place, whole or not at all. It lies beside the file under a name
/// that tells of it, so that of two commands at work on one file at once the second changes
/// nothing. Its owner's alone until it takes the file's place, and then whose the file was.
final class KeysetDraft implements AutoCloseable {

  private final Path file;
  private final Path draft;

  private KeysetDraft(Path file, Path draft) {
    this.file = file;
    this.draft = draft;
  }

  /// @param named of a link the file that it leads to is replaced
  /// @throws IOException where another command is at work on it, or was broken off
  static KeysetDraft of(Path named) throws IOException {
    var file = Files.exists(named) ? named.toRealPath() : named;
    var draft = file.resolveSibling("." + file.getFileName() + ".draft");
    try {
      Files.createFile(draft, forOwnerAlone(draft));
    } catch (FileAlreadyExistsException _) {
      throw new IOException(
          "another command is at work on it, or was broken off; if none is, delete " + draft);
    }
    return new KeysetDraft(file, draft);
  }

  /// Where the keyset is, which nobody else changes meanwhile.
  Path file() {
    return file;
  }

  /// @param how without `REPLACE_EXISTING` no file that is there is replaced
  void become(String json, CopyOption... how) throws IOException {
    // On the disk before it takes the place of the only copy.
    Files.writeString(draft, json, UTF_8, WRITE, SYNC);
    if (isPosix(file) && Files.exists(file)) {
      belongAsTheFileDoes();
    }
    Files.move(draft, file, how);
  }

  private void belongAsTheFileDoes() throws IOException {
    var wanted = Files.readAttributes(file, PosixFileAttributes.class);
    var mine = requireNonNull(Files.getFileAttributeView(draft, PosixFileAttributeView.class));
    var is = mine.readAttributes();
    if (!is.owner().equals(wanted.owner())) {
      mine.setOwner(wanted.owner());
    }
    if (!is.group().equals(wanted.group())) {
      mine.setGroup(wanted.group());
    }
    mine.setPermissions(wanted.permissions());
  }

  private static FileAttribute<?>[] forOwnerAlone(Path path) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(draft);
  }
}
