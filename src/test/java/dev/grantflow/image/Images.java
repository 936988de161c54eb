package dev.grantflow.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Both images of this build, on a base that is nearly empty.
///
/// @param folder where their tars are
/// @param told what Maven printed
record Images(Path folder, String told, BuiltImage grantflow, BuiltImage sandbox) {

  /// Builds them at each call, of folders beside each other on the same base.
  static Images build(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var told = ImageBuild.run(BaseImage.write(folder.resolveSibling("base.tar")), folder);
    return new Images(
        folder,
        told,
        BuiltImage.read(folder.resolve(ImageBuild.GRANTFLOW)),
        BuiltImage.read(folder.resolve(ImageBuild.SANDBOX)));
  }
}
