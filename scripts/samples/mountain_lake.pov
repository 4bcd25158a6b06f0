// Sample content picture: snowy mountains above a forested lake with a wooden
// hut and a rowing boat. The ranges are ridged-noise height fields; the trees
// are three meshes of drooping, fringed branches, placed by the hundred.

#version 3.7;
#include "functions.inc"

global_settings {
  assumed_gamma 1.0
  max_trace_level 8
}

#declare SunDirection = vnormalize(<-0.85, 0.52, -0.48>);

camera {
  location <0, 6.2, -40>
  direction z
  right x * image_width / image_height
  up y
  angle 56
  look_at <1.5, 13.8, 30>
}

light_source { SunDirection * 60000 color rgb <1.80, 1.50, 1.10> * 1.15 }
light_source { <20000, 50000, -30000> color rgb <0.30, 0.42, 0.62> * 0.55 shadowless }
light_source { <3000, 8000, -50000> color rgb <0.36, 0.38, 0.42> * 0.30 shadowless }

#declare Smooth = function(a, b, value) {
  pow(min(1, max(0, (value - a) / (b - a))), 2)
  * (3 - 2 * min(1, max(0, (value - a) / (b - a))))
}

// ---------------------------------------------------------------- sky

sky_sphere {
  pigment {
    gradient y
    color_map {
      [0.00 rgb <0.80, 0.74, 0.66>] [0.12 rgb <0.42, 0.58, 0.76>]
      [0.34 rgb <0.09, 0.27, 0.58>] [1.00 rgb <0.03, 0.11, 0.36>]
    }
  }
}

#declare CloudPattern = function {
  pigment {
    bozo
    turbulence 0.85 octaves 7 lambda 2.2 omega 0.55
    color_map { [0 rgb 0] [1 rgb 1] }
    scale <1.3, 1, 1.0>
    translate <7.7, 0, 1.9>
  }
}
#declare CloudDensity = function(x, z) { CloudPattern(x, 0, z).gray }
#macro CloudShade(Tint)
  function { Smooth(0.44, 0.66, CloudDensity(x, z)) }
  color_map {
    [0.00 rgbt <Tint.x, Tint.y, Tint.z, 1.00>]
    [0.35 rgbt <Tint.x, Tint.y, Tint.z, 0.35>]
    [1.00 rgbt <Tint.x * 0.80, Tint.y * 0.82, Tint.z * 0.88, 0.02>]
  }
#end
plane {
  y, 0
  hollow
  no_shadow
  pigment {
    function {
      min(1, max(0, 0.5 + 2.4 * (CloudDensity(x, z) - CloudDensity(x - 0.14, z - 0.04))))
    }
    pigment_map {
      [0.15 CloudShade(<0.40, 0.45, 0.56>)]
      [0.45 CloudShade(<0.74, 0.74, 0.78>)]
      [0.65 CloudShade(<1.15, 1.04, 0.90>)]
      [0.90 CloudShade(<1.35, 1.22, 1.02>)]
    }
  }
  finish { ambient 0 diffuse 0 emission 1 }
  scale 2600
  translate y * 2300
}

fog { distance 11000 color rgb <0.56, 0.68, 0.84> }

// ---------------------------------------------------------------- mountains

#declare Ridges = function(x, z) {
  f_ridged_mf(x, 2.6, z, 0.95, 2.15, 9, 0.86, 2.1, 2)
}

#macro RockAndSnow(SnowLine)
  texture {
    slope { y }
    texture_map {
      [0.58 pigment {
          granite turbulence 0.3
          color_map { [0.1 rgb <0.13, 0.12, 0.14>] [0.6 rgb <0.33, 0.29, 0.28>] [1 rgb <0.48, 0.42, 0.37>] }
          scale <0.06, 0.03, 0.06>
        }
        normal { granite 0.5 scale 0.03 }
        finish { ambient 0.03 diffuse 0.8 }]
      [0.69 pigment {
          gradient y
          turbulence 0.10 octaves 6
          color_map {
            [0.00 rgb <0.10, 0.15, 0.07>] [SnowLine * 0.55 rgb <0.19, 0.21, 0.09>]
            [SnowLine * 0.85 rgb <0.36, 0.31, 0.24>] [SnowLine rgb <0.80, 0.82, 0.87>]
            [1.00 rgb <0.84, 0.85, 0.88>]
          }
        }
        normal { bumps 0.15 scale 0.01 }
        finish { ambient 0.05 diffuse 0.82 }]
    }
  }
#end

// The massif: a main peak left of the middle, a lower shoulder on the right.
#declare MassifHeight = function(x, z) {
  (0.20 + 0.42 * Ridges(x * 4.6 + 3.1, z * 4.6 + 1.2))
  * (0.34
     + 0.80 * exp(-(pow((x - 0.41) / 0.10, 2) + pow((z - 0.52) / 0.20, 2)))
     + 0.50 * exp(-(pow((x - 0.645) / 0.08, 2) + pow((z - 0.44) / 0.18, 2)))
     + 0.36 * exp(-(pow((x - 0.27) / 0.08, 2) + pow((z - 0.50) / 0.2, 2))))
  * Smooth(0.0, 0.34, z)
}
height_field {
  function 1100, 1100 { min(1, max(0, MassifHeight(x, 1 - y))) }
  smooth
  RockAndSnow(0.27)
  scale <4200, 1150, 2600>
  translate <-2050, -20, 480>
}

// Wooded foothills and the shore, all in metres.
#declare ShoreLine = function(x) {
  52 - 26 * Smooth(6, 34, x) - 20 * Smooth(-14, -40, x) + 3.5 * sin(x * 0.19) + 1.5 * sin(x * 0.53 + 1)
}
#declare LandHeight = function(x, z) {
  -3 + 4.0 * Smooth(-5, 5, z - ShoreLine(x)) + 0.5 * Smooth(3, 7, z - ShoreLine(x))
  + 0.055 * max(0, z - ShoreLine(x) - 4)
  + 26 * Smooth(40, 240, z) * f_noise3d(x * 0.011 + 4.2, 1.0, z * 0.009)
  + 20 * Smooth(25, 120, abs(x + 4))
  + 1.3 * (f_noise3d(x * 0.13, 6.0, z * 0.13) - 0.5)
  + 0.35 * (f_noise3d(x * 0.7, 2.0, z * 0.7) - 0.5)
}
#declare LandLow = -4;
#declare LandSpan = 84;
#declare Land = height_field {
  function 900, 900 { min(1, max(0, (LandHeight(-260 + 520 * x, -30 + 460 * (1 - y)) - LandLow) / LandSpan)) }
  smooth
  scale <520, LandSpan, 460>
  translate <-260, LandLow, -30>
  texture {
    pigment {
      bozo
      turbulence 0.8 octaves 6 omega 0.65
      color_map {
        [0.2 rgb <0.14, 0.16, 0.05>] [0.45 rgb <0.30, 0.30, 0.09>]
        [0.6 rgb <0.46, 0.38, 0.14>] [0.8 rgb <0.36, 0.24, 0.11>]
      }
      scale <4, 2, 2.5>
    }
    normal { bumps 0.9 scale 0.3 }
    finish { ambient 0.04 diffuse 0.85 }
  }
}
object { Land }

#macro GroundAt(X, Z)
  trace(Land, <X, 300, Z>, -y)
#end

// ---------------------------------------------------------------- lake

plane {
  y, 0
  texture {
    pigment { rgb <0.012, 0.055, 0.065> }
    normal { bumps 0.030 scale <2.4, 1, 0.55> turbulence 0.4 }
    finish {
      ambient 0 diffuse 0.5 specular 0.3 roughness 0.01
      reflection { 0.06, 0.92 fresnel on } conserve_energy
    }
  }
  interior { ior 1.33 }
}

// ---------------------------------------------------------------- trees

#declare Dice = seed(20117);
#macro Between(Low, High)
  (Low + (High - Low) * rand(Dice))
#end

#macro Fringe(Root, Tip, Side)
  triangle { Root, Tip, Tip * 0.55 + Root * 0.45 + Side }
  triangle { Root, Tip, Tip * 0.55 + Root * 0.45 - Side }
#end

// A conifer one unit high: whorls of drooping branches, each with side twigs.
#macro Conifer(Whorls, Spread, Droop)
  mesh {
    #for (Whorl, 0, Whorls - 1)
      #local Up = 0.06 + 0.93 * pow(Whorl / Whorls, 0.92);
      #local Reach = Spread * pow(1 - Up, 0.82) + 0.012;
      #local Branches = 6 + floor(6 * (1 - Up));
      #local Turn = Between(0, 360);
      #for (Branch, 0, Branches - 1)
        #local Heading = radians(Turn + 360 * Branch / Branches + Between(-14, 14));
        #local Outward = <cos(Heading), 0, sin(Heading)>;
        #local Across = <-sin(Heading), 0, cos(Heading)>;
        #local Length = Reach * Between(0.72, 1.15);
        #local Root = <0, Up + 0.03, 0>;
        #local Tip = Root + Outward * Length - y * (Droop * Length + 0.012);
        Fringe(Root, Tip, Across * Length * 0.20 - y * Length * 0.07)
        #for (Twig, 1, 3)
          #local Joint = Root + (Tip - Root) * (0.25 * Twig);
          #for (Hand, -1, 1, 2)
            #local TwigTip = Joint + (Outward * 0.30 + Across * Hand * 0.34) * Length * Between(0.7, 1.1)
              - y * Length * 0.16;
            Fringe(Joint, TwigTip, Outward * Length * 0.07 - y * Length * 0.05)
          #end
        #end
      #end
    #end
  }
#end

#declare Spruces = array[3];
#declare Spruces[0] = Conifer(30, 0.20, 0.55)
#declare Spruces[1] = Conifer(26, 0.24, 0.45)
#declare Spruces[2] = Conifer(34, 0.17, 0.70)

#macro Needles(Colour)
  texture { pigment { rgb Colour } finish { ambient 0.05 diffuse 0.85 } }
#end

#macro PlaceTree(X, Z, Height, Golden)
  #local Spot = GroundAt(X, Z);
  #if (Spot.y > 0.35)
    #local Light = Between(0.7, 1.3);
    union {
      cylinder { y * -0.05, y * 0.9, 0.011 Needles(<0.16, 0.10, 0.06>) }
      object {
        Spruces[floor(rand(Dice) * 2.999)]
        #if (Golden) Needles(<0.62, 0.36, 0.05> * Light) #else Needles(<0.055, 0.12, 0.055> * Light) #end
      }
      rotate y * Between(0, 360)
      rotate z * Between(-2, 2)
      scale <Height, Height, Height>
      translate Spot
    }
  #end
#end

#for (Tree, 0, 1500)
  #local X = Between(-190, 200);
  #local Z = Between(24, 330);
  #local Back = Z - ShoreLine(X);
  #local Clearing = ((X - 17) * (X - 17) + (Z - 38) * (Z - 38) < 190);
  #if (Back > 4 & !Clearing)
    PlaceTree(X, Z, Between(9, 19), (rand(Dice) < 0.20))
  #end
#end

// Tall trees frame the left side.
PlaceTree(-33, 33, 21, 0)
PlaceTree(-27, 36, 17, 1)
PlaceTree(-38, 34, 24, 0)
PlaceTree(-22, 42, 14, 0)
PlaceTree(34, 24, 19, 0)
PlaceTree(39, 26, 22, 0)
PlaceTree(29, 31, 13, 1)

// ---------------------------------------------------------------- boulders

#for (Stone, 0, 240)
  #local X = Between(-60, 60);
  #local Z = ShoreLine(X) + Between(-2.4, 1.6);
  #local Spot = GroundAt(X, Z);
  #local Size = Between(0.2, 0.85) * Between(0.5, 1.2);
  superellipsoid {
    <0.7, 0.6>
    scale Size * <1.25, 0.75, 1>
    rotate <Between(-20, 20), Between(0, 360), Between(-20, 20)>
    translate <X, max(-0.1, Spot.y), Z>
    pigment { granite color_map { [0 rgb 0.16] [1 rgb <0.55, 0.51, 0.46>] } scale 1.3 }
    normal { bumps 0.6 scale 0.3 }
    finish { ambient 0.04 diffuse 0.8 }
  }
#end

// ---------------------------------------------------------------- hut

#macro Timber(Dark, Light)
  texture {
    pigment {
      bozo turbulence 0.4
      color_map { [0.2 rgb Dark] [0.8 rgb Light] }
      scale <2.5, 0.16, 0.16>
    }
    finish { ambient 0.05 diffuse 0.85 }
  }
#end

#declare Hut = union {
  union {
    #for (Log, 0, 8)
      cylinder { <-0.35, 0.18 + Log * 0.34, 0>, <7.35, 0.18 + Log * 0.34, 0>, 0.2 }
      cylinder { <-0.35, 0.18 + Log * 0.34, 5>, <7.35, 0.18 + Log * 0.34, 5>, 0.2 }
      cylinder { <0, 0.35 + Log * 0.34, -0.35>, <0, 0.35 + Log * 0.34, 5.35>, 0.2 }
      cylinder { <7, 0.35 + Log * 0.34, -0.35>, <7, 0.35 + Log * 0.34, 5.35>, 0.2 }
    #end
    box { <0, 0, 0>, <7, 3.1, 5> }
    Timber(<0.20, 0.10, 0.05>, <0.47, 0.27, 0.13>)
  }
  prism {
    linear_spline 0, 7, 4
    <-0.2, 0>, <2.5, 2.3>, <5.2, 0>, <-0.2, 0>
    matrix <0, 0, 1,  1, 0, 0,  0, 1, 0,  0, 0, 0>
    translate y * 3.05
    Timber(<0.24, 0.13, 0.07>, <0.42, 0.24, 0.12>)
  }
  union {
    #for (Side, -1, 1, 2)
      #for (Row, 0, 9)
        box {
          <-0.7, 0, -0.20>, <7.7, 0.09, 0.26>
          rotate x * 5
          translate z * (0.38 * Row + 0.1)
          rotate x * 41
          scale <1, 1, Side>
          translate <0, 5.5, 2.5>
          Timber(<0.24, 0.22, 0.21> * (0.8 + 0.4 * rand(Dice)), <0.42, 0.38, 0.35>)
        }
      #end
    #end
  }
  box { <2.9, 0, -0.3>, <4.0, 2.2, 0.1> Timber(<0.06, 0.20, 0.22>, <0.10, 0.30, 0.32>) }
  #for (Window, 0, 1)
    box { <0.9 + Window * 4, 1.0, -0.28>, <2.0 + Window * 4, 2.1, 0.1> pigment { rgb 0.75 } }
    box { <1.0 + Window * 4, 1.1, -0.31>, <1.9 + Window * 4, 2.0, 0.1>
      pigment { rgb <1.0, 0.62, 0.22> } finish { emission 0.75 diffuse 0.2 } }
    box { <1.42 + Window * 4, 1.0, -0.34>, <1.48 + Window * 4, 2.1, 0.1> pigment { rgb 0.7 } }
    box { <0.55 + Window * 4, 1.0, -0.30>, <0.9 + Window * 4, 2.1, 0> pigment { rgb <0.55, 0.10, 0.06> } }
    box { <2.0 + Window * 4, 1.0, -0.30>, <2.35 + Window * 4, 2.1, 0> pigment { rgb <0.55, 0.10, 0.06> } }
  #end
  box { <5.2, 4, 3.2>, <6.1, 6.6, 4.1>
    pigment { granite color_map { [0 rgb 0.15] [1 rgb <0.5, 0.46, 0.42>] } } normal { bumps 0.5 scale 0.2 } }
}
object { Hut scale 1.25 rotate y * 20 translate <13, 1.3, 35> }

// ---------------------------------------------------------------- jetty and boat

union {
  #for (Plank, 0, 36)
    box { <-0.8, 0, 0>, <0.8, 0.09, 0.34>
      translate <Between(-0.06, 0.06), 0.85, 17 + Plank * 0.4>
      Timber(<0.26, 0.19, 0.14> * Between(0.8, 1.25), <0.50, 0.40, 0.30>) }
  #end
  #for (Post, 0, 4)
    #for (Side, -1, 1, 2)
      cylinder { <Side * 0.75, -2, 17.3 + Post * 3>, <Side * 0.75, 1.35, 17.3 + Post * 3>, 0.13 Timber(<0.16, 0.11, 0.08>, <0.36, 0.27, 0.2>) }
    #end
  #end
  translate x * 11
}

#declare BoatWidth = function(s) { 0.78 * pow(max(0, 1 - pow(abs(s * 2 - 1.08) / 1.12, 2.6)), 0.55) }
#declare BoatRim = function(s) { 0.62 + 0.42 * pow(abs(s - 0.45) * 2, 2.2) }
#macro HullPoint(S, V, Inset)
  <4.6 * (S - 0.5), -0.12 + BoatRim(S) * V + Inset, (BoatWidth(S) + 0.02) * sin(V * pi / 2 * 0.92 + 0.12) * (1 - Inset * 0.6)>
#end
#macro HullSide(Inset)
  mesh {
    #for (I, 0, 23)
      #for (J, 0, 7)
        #local A = HullPoint(I / 24, J / 8, Inset);
        #local B = HullPoint((I + 1) / 24, J / 8, Inset);
        #local C = HullPoint((I + 1) / 24, (J + 1) / 8, Inset);
        #local D = HullPoint(I / 24, (J + 1) / 8, Inset);
        triangle { A, B, C }
        triangle { A, C, D }
      #end
    #end
  }
#end
#declare Outside = HullSide(0)
#declare Inside = HullSide(0.05)
union {
  #for (Side, -1, 1, 2)
    object { Outside scale <1, 1, Side>
      pigment { gradient y color_map { [0.62 rgb <0.60, 0.08, 0.04>] [0.62 rgb <0.85, 0.80, 0.68>] } translate y * -0.1 }
      finish { ambient 0.04 diffuse 0.8 specular 0.2 } }
    object { Inside scale <1, 1, Side> Timber(<0.32, 0.19, 0.10>, <0.55, 0.36, 0.2>) }
    cylinder { <-0.4, 0.62, Side * 0.7>, <-1.6, 0.75, Side * 2.0>, 0.035 Timber(<0.4, 0.28, 0.16>, <0.6, 0.45, 0.28>) }
  #end
  box { <-0.2, 0.36, -0.74>, <0.15, 0.41, 0.74> Timber(<0.40, 0.26, 0.14>, <0.6, 0.42, 0.24>) }
  box { <-1.5, 0.36, -0.62>, <-1.1, 0.41, 0.62> Timber(<0.40, 0.26, 0.14>, <0.6, 0.42, 0.24>) }
  box { <1.2, 0.40, -0.6>, <1.5, 0.45, 0.6> Timber(<0.40, 0.26, 0.14>, <0.6, 0.42, 0.24>) }
  scale 1.35
  rotate y * 24
  translate <-5.5, 0, -9>
}
