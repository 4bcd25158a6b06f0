// Sample content picture: a lighthouse and cottages on a rocky headland at
// golden hour. The headland, the sea and the skerries are height fields made
// from noise functions; the clouds are one flat layer whose colour comes from
// comparing its density with the density a little nearer to the sun.

#version 3.7;
#include "functions.inc"

global_settings {
  assumed_gamma 1.0
  max_trace_level 6
}

#declare SunDirection = vnormalize(<-0.93, 0.36, -0.42>);

camera {
  location <-15, 13, -64>
  direction z
  right x * image_width / image_height
  up y
  angle 54
  look_at <9.5, 18.5, 0>
}

light_source { SunDirection * 4000 color rgb <1.75, 1.22, 0.70> * 1.35 }
light_source { <900, 2500, -1500> color rgb <0.30, 0.40, 0.60> * 0.55 shadowless }
light_source { <-500, 300, -2500> color rgb <0.40, 0.36, 0.42> * 0.35 shadowless }

#declare Smooth = function(a, b, value) {
  pow(min(1, max(0, (value - a) / (b - a))), 2)
  * (3 - 2 * min(1, max(0, (value - a) / (b - a))))
}

// ---------------------------------------------------------------- sky

sky_sphere {
  pigment {
    function { 0.5 + 0.5 * (x * -0.80 + z * 0.60) }
    pigment_map {
      [0.30 gradient y color_map {
        [0.00 rgb <0.72, 0.52, 0.46>] [0.10 rgb <0.36, 0.42, 0.56>]
        [0.30 rgb <0.09, 0.22, 0.46>] [1.00 rgb <0.03, 0.09, 0.27>] }]
      [1.00 gradient y color_map {
        [0.00 rgb <1.50, 0.82, 0.36>] [0.10 rgb <1.15, 0.70, 0.42>]
        [0.26 rgb <0.34, 0.42, 0.56>] [1.00 rgb <0.04, 0.12, 0.32>] }]
    }
  }
}

#declare CloudPattern = function {
  pigment {
    bozo
    turbulence 0.75 octaves 7 lambda 2.25 omega 0.56
    color_map { [0 rgb 0] [1 rgb 1] }
    scale <1.35, 1, 0.75>
    rotate y * 24
    translate <3.1, 0, 7.4>
  }
}
#declare CloudDensity = function(x, z) { CloudPattern(x, 0, z).gray }

#declare CloudAlpha = function { Smooth(0.40, 0.66, CloudDensity(x, z)) }

#macro CloudShade(Tint)
  function { CloudAlpha(x, y, z) }
  color_map {
    [0.00 rgbt <Tint.x, Tint.y, Tint.z, 1.00>]
    [0.35 rgbt <Tint.x, Tint.y, Tint.z, 0.40>]
    [1.00 rgbt <Tint.x * 0.62, Tint.y * 0.64, Tint.z * 0.74, 0.03>]
  }
#end

plane {
  y, 0
  hollow
  no_shadow
  pigment {
    function {
      min(1, max(0, 0.5 + 2.6 * (CloudDensity(x, z) - CloudDensity(x - 0.16, z + 0.05))))
    }
    pigment_map {
      [0.15 CloudShade(<0.11, 0.13, 0.24>)]
      [0.45 CloudShade(<0.30, 0.26, 0.35>)]
      [0.62 CloudShade(<1.05, 0.60, 0.33>)]
      [0.90 CloudShade(<1.60, 1.08, 0.62>)]
    }
  }
  finish { ambient 0 diffuse 0 emission 1 }
  scale 620
  translate y * 330
}

fog {
  distance 6000
  color rgb <1.0, 0.70, 0.50>
  fog_type 2
  fog_offset 0
  fog_alt 60
}

// ---------------------------------------------------------------- headland

#declare LandLow = -8;
#declare LandSpan = 40;

#declare Gullies = function(x, z) {
  f_ridged_mf(x * 0.075, 6.2, z * 0.075, 1.0, 2.2, 4, 0.9, 2.0, 2)
}
#declare ShoreDistance = function(x, z) {
  1 - sqrt(pow((x - 47) / 54, 2) + pow((z - 12) / 36, 2))
  + 0.20 * (f_noise3d(x * 0.055, 3.3, z * 0.055) - 0.5)
  + 0.15 * (Gullies(x, z) - 0.9) * (1 - Smooth(12, 6, sqrt(pow(x - 9, 2) + pow(z - 2, 2))))
}
#declare Skerry = function(x, z, cx, cz, r) {
  max(0, 1 - (pow(x - cx, 2) + pow((z - cz) * 1.25, 2)) / (r * r))
}
#declare Crags = function(x, z) {
  f_ridged_mf(x * 0.15, 4.7, z * 0.15, 0.85, 2.3, 6, 0.9, 2.2, 2)
}
#declare CliffMask = function(d) { Smooth(-0.10, 0.05, d) * (1 - Smooth(0.12, 0.26, d)) }

#declare LandHeight = function(x, z) {
  -6
  + 11.5 * Smooth(-0.04, 0.09, ShoreDistance(x, z))
  + 7.5 * Smooth(0.09, 0.21, ShoreDistance(x, z))
  + 7 * max(0, ShoreDistance(x, z) - 0.15)
  + 3.4 * (Crags(x, z) - 0.8) * CliffMask(ShoreDistance(x, z))
  + 0.5 * (f_noise3d(x * 0.4, 0.5, z * 0.4) - 0.5)
  + (4.4 + 5.6 * Crags(x, z))
    * (Skerry(x, z, -27, -6, 9) + Skerry(x, z, -36, 22, 10) + Skerry(x, z, -13, -27, 7)
       + Skerry(x, z, 17, -33, 8) + Skerry(x, z, -2, -34, 5) + Skerry(x, z, -58, 40, 9))
}

#declare RockTexture = texture {
  pigment {
    bozo
    turbulence 0.9 octaves 6 omega 0.65
    color_map {
      [0.15 rgb <0.07, 0.055, 0.06>] [0.36 rgb <0.26, 0.18, 0.15>]
      [0.50 rgb <0.46, 0.33, 0.24>] [0.62 rgb <0.30, 0.25, 0.24>] [0.85 rgb <0.70, 0.56, 0.42>]
    }
    scale <2.6, 0.8, 2.6>
    rotate z * 11
  }
  normal {
    average
    normal_map { [1 granite 0.7 scale 3.2] [1 wrinkles 1.2 scale <1.1, 0.5, 1.1>] }
  }
  finish { ambient 0.04 diffuse 0.85 }
}
#declare WetRockTexture = texture {
  pigment {
    wrinkles
    color_map { [0.0 rgb <0.05, 0.05, 0.05>] [1.0 rgb <0.22, 0.18, 0.15>] }
    scale 1.5
  }
  normal { granite 0.5 scale 1.8 }
  finish { ambient 0.03 diffuse 0.75 specular 0.45 roughness 0.03 }
}
#declare GrassTexture = texture {
  pigment {
    bozo
    turbulence 0.8 octaves 6 omega 0.7
    color_map {
      [0.20 rgb <0.11, 0.16, 0.04>] [0.45 rgb <0.24, 0.29, 0.07>]
      [0.62 rgb <0.40, 0.37, 0.11>] [0.80 rgb <0.52, 0.40, 0.16>]
    }
    scale <4.5, 2, 3>
  }
  normal { bumps 0.9 scale <0.22, 0.6, 0.22> }
  finish { ambient 0.04 diffuse 0.85 }
}
#declare DryLand = texture {
  slope { y }
  texture_map { [0.79 RockTexture] [0.89 GrassTexture] }
}

#declare Headland = height_field {
  function 900, 700 {
    min(1, max(0, (LandHeight(-70 + 200 * x, -50 + 150 * (1 - y)) - LandLow) / LandSpan))
  }
  smooth
  scale <200, LandSpan, 150>
  translate <-70, LandLow, -50>
  texture {
    function { (y - LandLow) / LandSpan + 0.06 * (f_noise3d(x * 0.3, 7.7, z * 0.3) - 0.5) }
    texture_map {
      [0.00 WetRockTexture] [0.205 WetRockTexture]
      [0.245 RockTexture] [0.36 RockTexture] [0.46 DryLand] [1.00 DryLand]
    }
  }
}
object { Headland }

#macro GroundAt(X, Z)
  trace(Headland, <X, 100, Z>, -y)
#end

// ---------------------------------------------------------------- sea

#declare Waves = function(x, z) {
  0.55 * f_ridged_mf(x * 0.045 + z * 0.018, 1.7, z * 0.085, 0.9, 2.1, 5, 0.85, 1.9, 2)
  + 0.25 * f_noise3d(x * 0.35, 2.2, z * 0.6)
}
#declare Foam = function(x, z) {
  Smooth(-5.6, -0.6, LandHeight(x, z)) * (0.35 + 0.95 * f_noise3d(x * 0.42, 8.8, z * 0.8))
  + 1.3 * Smooth(0.66, 0.95, Waves(x, z)) * f_noise3d(x * 0.8, 5.5, z * 1.3)
}

#declare SeaTexture = texture {
  pigment {
    function { Foam(x, z) }
    color_map {
      [0.00 rgb <0.012, 0.085, 0.125>] [0.38 rgb <0.025, 0.17, 0.19>]
      [0.55 rgb <0.22, 0.40, 0.42>] [0.75 rgb <0.80, 0.80, 0.78>] [1 rgb <0.95, 0.92, 0.88>]
    }
  }
  normal { wrinkles 0.30 scale <1.6, 1, 0.8> }
  finish {
    ambient 0.04 diffuse 0.75 specular 0.55 roughness 0.012
    reflection { 0.03, 0.75 fresnel on } conserve_energy
  }
}

height_field {
  function 1000, 800 { 0.6 * min(1.6, Waves(-110 + 260 * x, -66 + 200 * (1 - y))) }
  smooth
  scale <260, 2.6, 200>
  translate <-110, -1.5, -66>
  texture { SeaTexture }
  interior { ior 1.33 }
}
plane {
  y, -0.55
  texture { SeaTexture }
  interior { ior 1.33 }
}

// ---------------------------------------------------------------- buildings

#declare Limewash = texture {
  pigment {
    bozo turbulence 0.6
    color_map { [0.2 rgb <0.86, 0.83, 0.76>] [0.8 rgb <0.68, 0.64, 0.57>] }
    scale <0.8, 2.4, 0.8>
  }
  normal { bumps 0.25 scale 0.25 }
  finish { ambient 0.05 diffuse 0.85 }
}
#declare RedPaint = texture {
  pigment {
    bozo turbulence 0.6
    color_map { [0.2 rgb <0.62, 0.07, 0.05>] [0.8 rgb <0.42, 0.05, 0.04>] }
    scale <0.8, 2.4, 0.8>
  }
  finish { ambient 0.05 diffuse 0.85 specular 0.12 roughness 0.05 }
}
#declare DarkIron = texture {
  pigment { rgb <0.05, 0.055, 0.065> }
  finish { ambient 0.05 diffuse 0.8 specular 0.4 roughness 0.03 }
}
#declare LitPane = texture {
  pigment { rgb <1.0, 0.66, 0.25> }
  finish { ambient 0 diffuse 0.2 emission 0.9 }
}
#declare DarkPane = texture {
  pigment { rgb <0.05, 0.07, 0.10> }
  finish { diffuse 0.5 specular 0.6 reflection 0.25 }
}

#declare TowerHeight = 19;
#macro TowerRadius(Height)
  (3.0 - 1.15 * Height / TowerHeight)
#end
#macro TowerBand(From, To, Coat)
  cone { y * From, TowerRadius(From), y * To, TowerRadius(To) open texture { Coat } }
#end
#macro TowerWindow(Height, Angle)
  union {
    box { <-0.42, 0, -0.12>, <0.42, 1.35, 0.5> texture { Limewash } }
    box { <-0.30, 0.1, -0.16>, <0.30, 1.22, 0.5> texture { DarkPane } }
    translate <0, Height, -TowerRadius(Height) - 0.02>
    rotate y * Angle
  }
#end
#macro Railing(Radius, Height)
  union {
    torus { Radius, 0.06 translate y * Height }
    torus { Radius, 0.045 translate y * Height * 0.55 }
    #for (Post, 0, 17)
      cylinder { <Radius, 0, 0>, <Radius, Height, 0>, 0.05 rotate y * Post * 20 }
    #end
    texture { DarkIron }
  }
#end

#declare Lighthouse = union {
  cylinder { y * -6, y * 0.9, 3.7 texture { RockTexture } }
  TowerBand(0, 4.2, Limewash)
  TowerBand(4.2, 8.2, RedPaint)
  TowerBand(8.2, 12.0, Limewash)
  TowerBand(12.0, 15.6, RedPaint)
  TowerBand(15.6, TowerHeight, Limewash)
  TowerWindow(3.0, 12) TowerWindow(9.4, 12) TowerWindow(16.2, 12)
  TowerWindow(6.0, 75) TowerWindow(12.8, -40)
  union {
    cone { y * (TowerHeight - 0.9), 1.85, y * TowerHeight, 2.75 }
    cylinder { y * TowerHeight, y * (TowerHeight + 0.25), 2.85 }
    texture { DarkIron }
  }
  object { Railing(2.7, 1.15) translate y * (TowerHeight + 0.25) }
  cylinder { y * TowerHeight, y * (TowerHeight + 1.3), 1.65 texture { RedPaint } }
  cylinder { y * (TowerHeight + 1.3), y * (TowerHeight + 3.7), 0.85
    texture { pigment { rgb <1, 0.80, 0.42> } finish { diffuse 0.2 emission 1.5 } } }
  cylinder { y * (TowerHeight + 1.3), y * (TowerHeight + 3.7), 1.5
    texture { pigment { rgbt <1.0, 0.90, 0.72, 0.72> } finish { diffuse 0.35 specular 0.8 reflection 0.12 } } }
  union {
    #for (Bar, 0, 9)
      cylinder { <1.52, 1.3, 0>, <1.52, 3.7, 0>, 0.055 rotate y * (Bar * 36 + 8) }
    #end
    torus { 1.52, 0.06 translate y * 2.5 }
    translate y * TowerHeight
    texture { DarkIron }
  }
  intersection {
    sphere { 0, 1.8 scale <1, 0.85, 1> }
    plane { -y, 0 }
    translate y * (TowerHeight + 3.7)
    texture { RedPaint }
  }
  union {
    sphere { y * (TowerHeight + 5.35), 0.28 }
    cylinder { y * (TowerHeight + 5.3), y * (TowerHeight + 7.2), 0.05 }
    texture { DarkIron }
  }
}

#macro RoofTexture(Dark, Light)
  texture {
    pigment {
      brick
      pigment { rgb Dark * 0.5 }
      pigment { granite color_map { [0.2 rgb Dark] [0.8 rgb Light] } scale 0.7 }
      brick_size <0.5, 0.34, 0.5>
      mortar 0.035
    }
    normal { bumps 0.3 scale 0.2 }
    finish { ambient 0.05 diffuse 0.85 }
  }
#end

#macro House(Length, Depth, WallHeight, RoofRise, Coat, Roof, LitCount)
  union {
    box { <0, -3, 0>, <Length, WallHeight, Depth> texture { Coat } }
    prism {
      linear_spline 0, Length, 4
      <0, 0>, <Depth / 2, RoofRise>, <Depth, 0>, <0, 0>
      matrix <0, 0, 1,  1, 0, 0,  0, 1, 0,  0, 0, 0>
      translate y * WallHeight
      texture { Coat }
    }
    #local Pitch = degrees(atan2(RoofRise, Depth / 2));
    #local Run = sqrt(RoofRise * RoofRise + Depth * Depth / 4) + 0.45;
    box {
      <-0.3, -Run, -0.16>, <Length + 0.3, 0, 0>
      texture { Roof }
      rotate x * (90 - Pitch)
      translate <0, WallHeight + RoofRise + 0.12, Depth / 2>
    }
    box {
      <-0.3, -Run, 0>, <Length + 0.3, 0, 0.16>
      texture { Roof }
      rotate x * -(90 - Pitch)
      translate <0, WallHeight + RoofRise + 0.12, Depth / 2>
    }
    #for (Stack, 0, 1)
      union {
        box { <-0.55, 0, -0.4>, <0.55, 1.9, 0.4> texture { RockTexture scale 0.4 } }
        cylinder { <-0.2, 1.8, 0>, <-0.2, 2.4, 0>, 0.16 texture { RedPaint } }
        cylinder { <0.25, 1.8, 0>, <0.25, 2.3, 0>, 0.16 texture { RedPaint } }
        translate <0.75 + Stack * (Length - 1.5), WallHeight + RoofRise - 0.5, Depth / 2>
      }
    #end
    #local Openings = floor(Length / 2.2);
    #for (Opening, 0, Openings - 1)
      #local Centre = (Opening + 0.5) * Length / Openings;
      #if (Opening = floor(Openings / 2))
        box { <Centre - 0.5, 0, -0.08>, <Centre + 0.5, 2.0, 0.1>
          texture { pigment { rgb <0.06, 0.22, 0.30> } finish { ambient 0.05 } } }
      #else
        box { <Centre - 0.55, 0.85, -0.07>, <Centre + 0.55, 2.1, 0.1> texture { Limewash pigment { rgb 0.8 } } }
        box { <Centre - 0.45, 0.95, -0.09>, <Centre + 0.45, 2.0, 0.1>
          #if (Opening < LitCount) texture { LitPane } #else texture { DarkPane } #end }
        box { <Centre - 0.04, 0.95, -0.12>, <Centre + 0.04, 2.0, 0.1> texture { Limewash } }
        box { <Centre - 0.45, 1.44, -0.12>, <Centre + 0.45, 1.51, 0.1> texture { Limewash } }
      #end
    #end
    #if (Depth > 4.5)
      box { <-0.06, 0.9, Depth / 2 - 0.5>, <0.1, 2.0, Depth / 2 + 0.5> texture { DarkPane } }
    #end
  }
#end

#macro OnGround(Thing, X, Z, Turn)
  #local Spot = GroundAt(X, Z);
  object { Thing rotate y * Turn translate <X, Spot.y, Z> }
#end

OnGround(Lighthouse, 9, 2, 0)
OnGround(House(9.5, 5.2, 3.1, 2.7, Limewash, RoofTexture(<0.16, 0.17, 0.20>, <0.34, 0.33, 0.36>), 2), 16, 0, -14)
OnGround(House(7.5, 4.8, 2.8, 2.4, Limewash, RoofTexture(<0.36, 0.12, 0.06>, <0.62, 0.26, 0.13>), 0), 28, 4, 12)
OnGround(House(5.0, 4.0, 2.4, 1.9, RockTexture, RoofTexture(<0.22, 0.13, 0.09>, <0.40, 0.27, 0.18>), 0), 22.5, -9, -26)

// A dry-stone wall follows the cliff edge and a path leads to the tower.
#declare Dice = seed(41);
#for (Stone, 0, 210)
  #local Along = Stone / 210;
  #local WallX = 19 + 40 * Along + 0.2 * rand(Dice);
  #local WallZ = -9.5 - 2.2 * sin(Along * 5) + 0.3 * rand(Dice);
  #local Spot = GroundAt(WallX, WallZ);
  superellipsoid {
    <0.5, 0.5>
    scale <0.30 + 0.16 * rand(Dice), 0.45 + 0.3 * rand(Dice), 0.30>
    rotate <10 * rand(Dice), 40 * rand(Dice), 12 * (rand(Dice) - 0.5)>
    translate Spot + y * 0.25
    texture { RockTexture translate Stone }
  }
#end

// ---------------------------------------------------------------- gulls

#macro Gull(Place, Span, Bank)
  union {
    #for (Side, -1, 1, 2)
      sphere { 0, 1 scale <0.30, 0.035, 0.11> translate x * 0.28 rotate z * 22 scale <Side, 1, 1> }
      sphere { 0, 1 scale <0.30, 0.030, 0.08> translate x * 0.28 rotate z * -14
        translate <0.48, 0.19, 0> scale <Side, 1, 1> }
    #end
    sphere { 0, 1 scale <0.07, 0.07, 0.24> }
    no_shadow
    pigment { rgb <0.85, 0.82, 0.80> }
    finish { ambient 0.1 diffuse 0.8 }
    scale Span
    rotate z * Bank
    translate Place
  }
#end
Gull(<-16, 25, -10>, 1.5, 24)
Gull(<-9, 29, -4>, 1.3, -18)
Gull(<-20, 19, -14>, 1.1, 12)
Gull(<-1.5, 22, -16>, 1.2, -30)
