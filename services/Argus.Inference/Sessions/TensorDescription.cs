using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Argus.Inference.Sessions;

/// <summary>Name, element type and declared shape of an input or output; -1 marks a free dimension.</summary>
public sealed record TensorDescription(string Name, TensorElementType Type, ImmutableArray<int> Shape);
