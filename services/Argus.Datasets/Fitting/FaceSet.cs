using Argus.Contracts.Datasets;
using Argus.Inference.Classes;

namespace Argus.Datasets.Fitting;

/// <summary>The faces of a dataset.</summary>
/// <param name="Model">Digest of the model that found them; null where there is no photo with a face.</param>
/// <param name="Faces">Each photo that has a face, with the vector of the largest one.</param>
/// <param name="Gone">Keys of the photos that were deleted since the manifest was written, and whose vector is not known; by key.</param>
internal sealed record FaceSet(string? Model, IReadOnlyList<(DatasetObject Photo, LabelledVector Face)> Faces, IReadOnlyList<string> Gone);
