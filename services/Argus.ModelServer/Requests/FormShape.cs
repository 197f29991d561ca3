namespace Argus.ModelServer.Requests;

/// <summary>What bodies an endpoint takes.</summary>
/// <param name="Kinds">A bit for each <see cref="BodyKind"/>.</param>
/// <param name="Fields">Fields that are read; a raw body is the first of them.</param>
internal sealed record FormShape(int Kinds, params string[] Fields)
{
    /// <summary>Any body.</summary>
    public const int Any = (1 << (int)BodyKind.Raw) | Forms;

    /// <summary>A body of named fields.</summary>
    public const int Forms = (1 << (int)BodyKind.Multipart) | Json;

    /// <summary>A JSON body.</summary>
    public const int Json = 1 << (int)BodyKind.Json;

    /// <summary>Pictures that the size limit allows for.</summary>
    public int Pictures { get; init; } = 1;

    /// <summary>Largest body in bytes where it is not given by <see cref="Pictures"/>.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Items of a list that are kept.</summary>
    public int MaxItems { get; init; }

    /// <summary>The content types in words.</summary>
    public string Accepts => Kinds switch
    {
        Any => "multipart/form-data, application/json, image/* or application/octet-stream",
        Forms => "multipart/form-data or application/json",
        _ => "application/json",
    };
}
