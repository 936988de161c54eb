package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Folders that are filled once per user and then only read, shared by all builds of the user.
final class UserCache {

  /// A file lock holds off other processes, but is refused to a second thread of this one.
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path folder;
  private final Consumer<String> progress;

  UserCache(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /// The folder of that name, filled before if it is not there. Others see it complete or not at
  /// all; what a killed process left half done is thrown away.
  Path once(String name, Filling filling) throws IOException, InterruptedException {
    Path target = folder.resolve(name);
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(folder);
    THREADS.lockInterruptibly();
    try (FileChannel file =
            FileChannel.open(
                folder.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = lock(file, name)) {
      if (!Files.isDirectory(target)) {
        Path partial = folder.resolve(name + ".partial");
        FileTrees.delete(partial);
        Files.createDirectory(partial);
        filling.fill(partial);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return target;
    } finally {
      THREADS.unlock();
    }
  }

  private FileLock lock(FileChannel file, String name) throws IOException {
    FileLock lock = file.tryLock();
    if (lock != null) {
      return lock;
    }
    progress.accept("Waiting for another build that prepares " + folder.resolve(name));
    return file.lock();
  }

  /// Puts files into an empty folder.
  @FunctionalInterface
  interface Filling {
    void fill(Path folder) throws IOException, InterruptedException;
  }
}
