namespace Argus.Data.Vectors.Embedded;

/// <summary>A row with its score; better ones compare higher: by score, then by the lower id.</summary>
internal readonly record struct Found(Place Place, float Score) : IComparable<Found>
{
    public int CompareTo(Found other) => Score.CompareTo(other.Score) is not 0 and var byScore ? byScore : other.Place.Id.CompareTo(Place.Id);

    public static bool operator <(Found left, Found right) => left.CompareTo(right) < 0;

    public static bool operator >(Found left, Found right) => left.CompareTo(right) > 0;

    public static bool operator <=(Found left, Found right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Found left, Found right) => left.CompareTo(right) >= 0;
}
