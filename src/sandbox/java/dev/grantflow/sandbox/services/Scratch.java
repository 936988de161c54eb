package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A throw-away folder. A lock that the operating system drops with this process says that it is in
/// use, so that the next one can remove what a killed process left.
final class Scratch implements AutoCloseable {

  private static final String LOCK = ".lock";

  /// The lock files that this JVM holds. A sweep must not so much as open them: where locks are
  /// POSIX's, closing any channel to a file drops all locks that the process has on it.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path lockFile;
  private final FileChannel lock;
  private final Path folder;

  private Scratch(Path lockFile, FileChannel lock, Path folder) {
    this.lockFile = lockFile;
    this.lock = lock;
    this.folder = folder;
  }

  /// @param parent made if it is not there, for the user alone
  static Scratch make(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(
          parent,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    while (true) {
      String name = UUID.randomUUID().toString().substring(0, 8);
      Path lockFile = parent.resolve(name + LOCK);
      OURS.add(lockFile);
      FileChannel lock =
          FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // A sweep may come between the two steps; then the lock is on a file that is gone.
      if (lock.tryLock() != null && Files.exists(lockFile)) {
        return new Scratch(lockFile, lock, Files.createDirectory(parent.resolve(name)));
      }
      lock.close();
      OURS.remove(lockFile);
    }
  }

  /// Removes the folders under the parent whose processes are gone. One sweep at a time: a lock is
  /// refused to a second thread of this JVM by an exception.
  static synchronized void sweep(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (DirectoryStream<Path> lockFiles = Files.newDirectoryStream(parent, "*" + LOCK)) {
      for (Path lockFile : lockFiles) {
        if (!OURS.contains(lockFile)) {
          sweepOne(lockFile);
        }
      }
    }
  }

  private static void sweepOne(Path lockFile) throws IOException {
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        String name = lockFile.getFileName().toString();
        FileTrees.delete(lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length())));
        Files.deleteIfExists(lockFile);
      }
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try (lock) {
      FileTrees.delete(folder);
      Files.deleteIfExists(lockFile);
      OURS.remove(lockFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
