using System.Buffers.Binary;
using Argus.Inference.Language;
using Argus.Inference.Models;
using Argus.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Argus.ModelServer.Loading;

/// <summary>Runs every graph, and the code around it, before the server is ready: the first caller must not pay for it, nor find out that it fails.</summary>
internal static class WarmUp
{
    private const int PictureSide = 256;

    /// <summary>Runs all that is loaded once.</summary>
    /// <exception cref="ModelLoadException">A graph cannot be run.</exception>
    public static void Run(LoadedModels models, CancellationToken cancel)
    {
        try
        {
            foreach (var (role, session) in models.Sessions())
            {
                cancel.ThrowIfCancellationRequested();
                RunGraph(session, models.Pack.Files[role].File.Input, models.Faces?.Options.DetectorSize ?? 0);
            }
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelLoadException($"The pack {models.Pack.Pack.Name} loads but cannot be run: {e.Message}", e);
        }

        byte[] picture = Picture();
        if (models.Faces is { } faces)
        {
            Check(faces.Analyze(picture, new(), out _, cancel)?.Detail);
            if (faces.EmbeddingDimension > 0)
                Check(faces.EmbedCrop(picture, normalize: true, out _, cancel)?.Detail);
        }

        if (models.Images is { } images)
            Check(images.Encode(picture, out _, cancel)?.Detail);
        if (models.Chat is { } chat)
            Generate(chat, cancel);
    }

    // Two tokens: the first run takes a whole prompt, the second one token and what was kept of the prompt.
    private static void Generate(ChatScheduler chat, CancellationToken cancel)
    {
        var stream = chat.Start([.. chat.Model.EndTokens.Take(1)], new GenerationOptions { Temperature = 0, MaxTokens = 2 }, DateTimeOffset.MaxValue, cancel);
        stream.Ended.Wait(cancel);
        while (stream.Parts.TryRead(out _))
        {
            // Only how they end is of interest.
        }

        if (stream.Parts.Completion.Exception?.InnerException is { } error)
            throw new ModelLoadException($"The language model loads but cannot be run: {error.Message}", error);
    }

    private static void Check(string? fault)
    {
        if (fault is not null)
            throw new ModelLoadException($"The picture of the warm-up was refused: {fault}");
    }

    private static void RunGraph(ModelSession session, InputContract contract, int detectorSize)
    {
        long[] shape = [.. session.Inputs[0].Shape.Select((size, axis) => size > 0 ? size : axis switch
        {
            0 or 1 => axis == 0 ? 1 : 3,
            2 => contract.Height > 0 ? contract.Height : detectorSize,
            _ => contract.Width > 0 ? contract.Width : detectorSize,
        })];
        int count = (int)shape.Aggregate(1L, (a, b) => a * b);
        using var input = FloatPool.Shared.Rent(count);
        input.Span(count).Clear();
        session.Run(input, shape).Dispose();
    }

    /// <summary>A bitmap with a gradient: every decoder reads it, and no model finds anything in it.</summary>
    private static byte[] Picture()
    {
        const int header = 54;
        byte[] bmp = new byte[header + PictureSide * PictureSide * 3];
        "BM"u8.CopyTo(bmp);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(2), bmp.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(10), header);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), PictureSide);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), PictureSide);
        BinaryPrimitives.WriteInt16LittleEndian(bmp.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bmp.AsSpan(28), 24);
        for (int i = header; i < bmp.Length; i++)
            bmp[i] = (byte)((i - header) / (PictureSide * 3));
        return bmp;
    }
}
