namespace InvAdapter.FaceWorld.Tests;

/// <summary>People at one end of every range.</summary>
internal static class Extremes
{
    public static FaceIdentity Of(int end, HairStyle hair, BeardStyle beard)
    {
        float unit = end > 0 ? 1 : 0;
        return new FaceIdentity
        {
            Head = new HeadShape { Width = end, Length = end, Jaw = end, Chin = end, Cheeks = end, Forehead = end },
            Skin = new SkinLook { Tone = unit, Warmth = end, Blush = unit, Wrinkles = unit },
            Marks = new SkinMarks { Freckles = unit, Mole = unit, MoleX = end, MoleY = end, Scar = Scar.Chin },
            Eyes = new EyeLook { Size = end, Spacing = end, Tilt = end, Roundness = end, Lid = unit, Lashes = unit },
            Brows = new BrowLook { Thickness = end, Arch = end, Tilt = end, Spacing = end, Height = end, Darkness = end },
            Nose = new NoseLook { Width = end, Length = end },
            Mouth = new MouthLook { Width = end, Fullness = end, Height = end, Redness = unit },
            Ears = new EarLook { Size = end, Protrusion = end, Height = end },
            Hair = new HairLook { Style = hair, Melanin = unit, Redness = unit, Gray = unit, Volume = end, Length = end, Mirrored = end > 0 },
            Beard = new BeardLook { Style = beard, Thickness = end, Darkness = end },
        };
    }
}
