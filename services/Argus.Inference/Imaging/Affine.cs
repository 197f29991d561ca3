namespace Argus.Inference.Imaging;

/// <summary>A 2 x 3 matrix from picture to crop: <c>(x', y') = (A x + B y + C, D x + E y + F)</c>.</summary>
internal readonly record struct Affine(double A, double B, double C, double D, double E, double F)
{
    /// <summary>The matrix from crop to picture; all zero where there is none.</summary>
    public Affine Inverse()
    {
        double det = A * E - B * D;
        double r = det != 0 ? 1 / det : 0;
        double a = E * r, b = -B * r, d = -D * r, e = A * r;
        return new Affine(a, b, -a * C - b * F, d, e, -d * C - e * F);
    }

    /// <summary>The same map for a picture that was scaled by the given factors.</summary>
    public Affine ForScaledSource(double scaleX, double scaleY) => new(A / scaleX, B / scaleY, C, D / scaleX, E / scaleY, F);
}
