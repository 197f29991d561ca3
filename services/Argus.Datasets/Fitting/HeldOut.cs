using System.Security.Cryptography;
using System.Text;
using Argus.Contracts.Datasets;

namespace Argus.Datasets.Fitting;

/// <summary>Which photos are never learnt from, but measured on.</summary>
internal static class HeldOut
{
    /// <summary>One part in so many is held out.</summary>
    public const int Parts = 5;

    /// <summary>Always the same answer for the same user, so that no person is on both sides; for gold, of which no user is known, for the same bytes.</summary>
    public static bool Has(DatasetObject photo) => SHA256.HashData(Encoding.UTF8.GetBytes(photo.UserId is { } user ? $"user {user}" : $"bytes {photo.Sha256}"))[0] % Parts == 0;
}
