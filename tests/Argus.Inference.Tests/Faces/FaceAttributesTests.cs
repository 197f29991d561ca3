using Argus.Inference.Faces;
using Argus.Inference.Models;

namespace Argus.Inference.Tests.Faces;

public class FaceAttributesTests
{
    [Theory]
    [InlineData(1f, 2f, 0.315f, Gender.Male, 32)]
    [InlineData(2f, 1f, 0.304f, Gender.Female, 30)]
    public void Read_ThreeValues_TakesTheLargerLogitAndRoundsYears(float female, float male, float age, Gender gender, int years) =>
        Assert.Equal((gender, years), FaceAttributes.Read(ModelFamily.GenderAge3, [female, male, age]));

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(-0.2f, 0)]
    [InlineData(float.PositiveInfinity, 120)]
    public void Read_NoAge_StaysAnAge(float age, int years) =>
        Assert.Equal(years, FaceAttributes.Read(ModelFamily.GenderAge3, [0, 1, age]).Age);

    [Fact]
    public void Read_Pairs_CountsThoseWonByTheSecond()
    {
        float[] row = new float[202];
        row[0] = 1;
        for (int i = 0; i < 41; i++)
            row[2 + 2 * i + 1] = 0.1f;
        Assert.Equal((Gender.Female, 41), FaceAttributes.Read(ModelFamily.GenderAge202, row));
    }
}
