namespace Argus.Inference.Sessions.Graphs;

/// <summary>
/// Rewrites the heads of SCRFD-like graphs. Each stride ends in two or three small convolutions of the same tensor (2, 8 and 20 channels),
/// each followed by a transposition to rows. ONNX Runtime computes channels in blocks of 8 or 16, so that the small ones cost as much as
/// one with all 30 channels: they become one convolution, transposed once. Values are the same to within rounding.
/// </summary>
internal static class DetectorHeads
{
    private static readonly long[] CellsBeforeImages = [2, 3, 0, 1];
    private static readonly long[] ImagesBeforeCells = [0, 2, 3, 1];

    /// <summary>
    /// Puts the batch axis outside. These graphs leave it between cell and anchor, so that with N images row
    /// <c>((y * W + x) * N + n) * A + a</c> is anchor a of image n; afterwards the rows of each image lie together. One image reads the same.
    /// </summary>
    /// <returns>How many outputs were changed.</returns>
    public static int PutImagesOutside(OnnxModel model)
    {
        int changed = 0;
        for (int i = 0; i < model.Nodes.Count; i++)
        {
            var node = model.Nodes[i];
            if (node.Op != "Transpose" || !node.Integers("perm").SequenceEqual(CellsBeforeImages) || !IsFlattened(model, node.Outputs[0]))
                continue;
            model.Nodes[i] = new OnnxNode("Transpose", [.. node.Inputs], [.. node.Outputs]).With("perm", ImagesBeforeCells);
            changed++;
        }

        return changed;
    }

    /// <summary>Joins the convolutions of each head.</summary>
    /// <returns>How many heads were joined.</returns>
    public static int Join(OnnxModel model)
    {
        var heads = model.Nodes.Where(n => IsHeadConvolution(model, n)).GroupBy(n => n.Inputs[0]).Select(g => g.ToArray())
            .Where(g => g.Length > 1 && g.All(n => n.SameKind(g[0]))).ToArray();
        foreach (var head in heads)
            Join(model, head);
        return heads.Length;
    }

    private static void Join(OnnxModel model, OnnxNode[] parts)
    {
        string name = $"{parts[0].Outputs[0]}:head", rows = $"{name}:rows";
        long[] channels = [.. parts.Select(p => model.Weights[p.Inputs[1]].Shape[0])];
        long[] shape = [channels.Sum(), .. model.Weights[parts[0].Inputs[1]].Shape[1..]];
        model.Add(new OnnxWeight($"{name}:weight", shape, [.. parts.SelectMany(p => model.Weights[p.Inputs[1]].Floats!)]));
        model.Add(new OnnxWeight($"{name}:bias", [shape[0]], [.. parts.SelectMany(p => model.Weights[p.Inputs[2]].Floats!)]));

        int at = model.Nodes.IndexOf(parts[0]);
        foreach (var part in parts)
        {
            var transpose = FollowToRows(model, part)!;
            foreach (var reader in model.ReadersOf(transpose.Outputs[0]))
                reader.Inputs[reader.Inputs.IndexOf(transpose.Outputs[0])] = transpose.Inputs[0];
            model.Nodes.Remove(transpose);
        }

        model.Nodes.InsertRange(at,
        [
            parts[0].For([parts[0].Inputs[0], $"{name}:weight", $"{name}:bias"], [name]),
            new OnnxNode("Transpose", [name], [rows]).With("perm", ImagesBeforeCells),
            SplitRows(model, rows, channels, [.. parts.Select(p => p.Outputs[0])]),
        ]);
        model.Nodes.RemoveAll(parts.Contains);
        model.ForgetUnusedWeights();
    }

    private static OnnxNode SplitRows(OnnxModel model, string rows, long[] channels, string[] outputs)
    {
        // The sizes became an input in version 13 of the operations.
        if (model.Opset < 13)
            return new OnnxNode("Split", [rows], outputs).WithNumber("axis", 3).With("split", channels);
        model.Add(new OnnxWeight($"{rows}:sizes", channels));
        return new OnnxNode("Split", [rows, $"{rows}:sizes"], outputs).WithNumber("axis", 3);
    }

    private static bool IsHeadConvolution(OnnxModel model, OnnxNode node) =>
        node.Op == "Conv" && node.Inputs.Count == 3 && node.Number("group", 1) == 1
        && model.Weights.TryGetValue(node.Inputs[1], out var weight) && weight.Floats is not null
        && model.Weights.TryGetValue(node.Inputs[2], out var bias) && bias.Floats is not null
        && FollowToRows(model, node) is not null;

    /// <summary>The transposition to rows that a convolution ends in, at most a learnt scale in between, or null.</summary>
    private static OnnxNode? FollowToRows(OnnxModel model, OnnxNode node)
    {
        var next = model.OnlyReaderOf(node.Outputs[0]);
        while (next?.Op == "Mul" && model.Weights.TryGetValue(next.Inputs[1], out var scale) && scale.Shape.Length == 0)
            next = model.OnlyReaderOf(next.Outputs[0]);
        return next?.Op == "Transpose" && next.Integers("perm").SequenceEqual(ImagesBeforeCells) && !model.Outputs.Contains(next.Outputs[0]) ? next : null;
    }

    private static bool IsFlattened(OnnxModel model, string tensor) =>
        model.OnlyReaderOf(tensor) is { Op: "Reshape" } reshape && model.Weights.TryGetValue(reshape.Inputs[1], out var shape)
        && shape.Integers is [-1, > 0];
}
