package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/// Copies and deletes folders with all that is in them.
final class FileTrees {

  private static final int BLOCK = 64 * 1024;

  private FileTrees() {}

  /// Leaves holes where a file is nothing but zeros, which is most of an empty database.
  static void copySparse(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            copyFile(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void copyFile(Path from, Path to) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
    try (FileChannel in = FileChannel.open(from);
        FileChannel out =
            FileChannel.open(
                to,
                EnumSet.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SPARSE))) {
      long size = in.size();
      for (long position = 0; position < size; position += BLOCK) {
        block.clear();
        while (block.hasRemaining() && in.read(block) >= 0) {}
        block.flip();
        boolean last = position + BLOCK >= size;
        if (last || block.mismatch(zeros.slice(0, block.limit())) >= 0) {
          out.position(position);
          while (block.hasRemaining()) {
            out.write(block);
          }
        }
      }
    }
  }

  /// Does nothing where there is no such folder.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // gone meanwhile, or told by its folder's deletion
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
