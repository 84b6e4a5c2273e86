"""What the demo's videos show: ffmpeg filter graphs, each ending in the pad [v]. `W`×`H` is written by the scene.

Slow per-pixel formulas run on a small canvas that is enlarged smoothly: a graph must not cost more than its video.
"""

from __future__ import annotations

GROW = "scale={w}:{h}:flags=bicubic"
HARD = "scale={w}:{h}:flags=neighbor"
# A small canvas of the scene's own shape, a sixth or a quarter as wide.
SIXTH = "nullsrc=s={w6}x{h6}:r={fps},format=gbrp"
QUARTER = "nullsrc=s={w4}x{h4}:r={fps},format=gbrp"


def formula(red: str, green: str, blue: str, *, canvas: str = SIXTH, grow: str = GROW) -> str:
    """A picture from three formulas of X, Y and T (0–255 each)."""
    colours = ":".join(f"{name}='clip({said},0,255)'" for name, said in (("r", red), ("g", green), ("b", blue)))
    return f"{canvas},geq={colours},{grow}[v]"


def mirrored(inner: str) -> str:
    """A quarter picture repeated in mirrors, like tiles."""
    return (
        f"{inner},split[a][b];[b]hflip[c];[a][c]hstack,split[d][e];[e]vflip[f];[d][f]vstack,"
        "scale={w}:{h}:flags=bicubic[v]"
    )


# Polar coordinates of the small canvas: distance and angle from its middle.
R = "hypot(X-W/2,Y-H/2)"
A = "atan2(Y-H/2,X-W/2)"

# A sun that sinks behind a sea, and what it leaves on the water.
SUN = "exp(-pow(hypot(X-W/2,Y-H*(0.36+0.016*T))/(H*0.17),6))*lt(Y,H*0.62)"
GLITTER = "150*gt(Y,H*0.62)*exp(-pow((X-W/2)/(4+(Y-H*0.62)*0.55),2))*pow(0.5+0.5*sin(Y*2.4+2*sin(X/4+T*3)+T*4),3)"

GRAPHS = {
    "sunrise": formula(
        f"90+110*Y/H+220*{SUN}-120*gt(Y,H*0.62)+{GLITTER}",
        f"20+90*pow(Y/H,2)+170*{SUN}-50*gt(Y,H*0.62)+0.75*{GLITTER}",
        f"70-20*Y/H+60*{SUN}+0.4*{GLITTER}",
    ),
    "mandelbrot": (
        "mandelbrot=s={w4}x{h4}:r={fps}:maxiter=400:start_x=-0.743643887:start_y=0.131825904:start_scale=0.06:"
        "end_scale=0.0006:end_pts=240:inner=black:bailout=20,hue=h=190+12*t:s=1.3,scale={w}:{h}:flags=bicubic[v]"
    ),
    "life": (
        "life=s={w4}x{h4}:r=12:ratio=0.18:mold=12:death_color=0x06202a:life_color=0xbedb39:mold_color=0x1f8a70:seed=7,"
        f"fps={{fps}},{HARD},gblur=sigma=1.2[v]"
    ),
    "rule": (
        "cellauto=s={w4}x{h4}:r={fps}:rule=110:random_seed=41:scroll=1,format=gray,"
        f"lutyuv=y=val,format=gbrp,lutrgb=r='val*0.9+20':g='val*0.45+12':b='30+(255-val)*0.25',{HARD}[v]"
    ),
    "sierpinski": (
        "sierpinski=s={w}x{h}:r={fps}:type=triangle:jump=40:seed=5,format=gbrp,"
        "lutrgb=r='val*0.48+22':g='val*0.8+10':b='val*0.25+51',hue=h=12*t[v]"
    ),
    "carpet": (
        "sierpinski=s={w}x{h}:r={fps}:type=carpet:jump=60:seed=11,format=gbrp,"
        "lutrgb=r='30+val*0.84':g='13+val*0.36':b='7+val*0.12',hue=h=14*sin(t)[v]"
    ),
    "plasma": formula(
        "170+85*sin(X/7+T*1.3)*cos(Y/9-T)",
        "80+70*sin(X/11-T*0.7+sin(Y/6+T))",
        "90+60*cos((X+Y)/13+T*0.9)",
    ),
    "zellige": mirrored(
        "nullsrc=s={w4}x{h4}:r={fps},format=gbrp,"
        "geq=r='20+90*gt(sin(X/5+T/2)*sin(Y/5),0.35)':"
        "g='50+110*gt(sin(X/5+T/2)*sin(Y/5),0)':"
        "b='60+90*gt(sin((X+Y)/7)*sin((X-Y)/7+T/3),0.1)'"
    ),
    "tide": formula(
        "10+40*pow(0.5+0.5*sin(Y/2.2+3*sin(X/17+T*0.8)+T*2),8)",
        "60+Y*0.9+70*pow(0.5+0.5*sin(Y/2.2+3*sin(X/17+T*0.8)+T*2),6)",
        "110+Y*0.8+90*pow(0.5+0.5*sin(Y/2.2+3*sin(X/17+T*0.8)+T*2),4)",
    ),
    "stars": (
        "nullsrc=s={w}x{w}:r={fps}:d=0.05,geq=lum='(60+195*random(2))*gt(random(1),0.9985)':cb=128:cr=128,loop=-1:1:0,"
        "setpts=N/({fps}*TB),rotate=t/9,lagfun=decay=0.985,crop={w}:{h},format=gbrp,"
        "lutrgb=r='4+val*0.85':g='8+val*0.92':b='28+val*0.88'[v]"
    ),
    "clouds": (
        "perlin=s={w4}x{h4}:r={fps}:octaves=5:persistence=0.55:xscale=1.4:yscale=2.6:tscale=0.12,format=gray,"
        "scale={w}:{h}:flags=bicubic,format=gbrp,lutrgb=r='60+val*0.8':g='120+val*0.55':b='190+val*0.28'[v]"
    ),
    "score": (
        "[0:a]showcqt=s={w}x{h}:r={fps}:bar_g=3:sono_g=3:axis=0:count=3:cscheme=0.1|0.6|0.9|1|0.35|0.1,format=gbrp,"
        "lutrgb=r='6+val*0.9':g='32*(1-val/255)+val*0.95':b='42+val*0.4'[v]"
    ),
    "lissajous": (
        "aevalsrc='0.85*sin(1257*t)|0.85*sin(1885.9*t+0.6*t)':s=32000:d={seconds},"
        "avectorscope=s={h}x{h}:r={fps}:draw=line:mode=lissajous_xy:rc=255:gc=140:bc=40:rf=12:gf=16:bf=8,"
        "pad={w}:{h}:(ow-iw)/2:0:black,lagfun=decay=0.9[v]"
    ),
    "ink": (
        "[0:a]showwaves=s={w}x{h}:mode=cline:rate={fps}:colors=0xffe0ec,lagfun=decay=0.88,format=gbrp,"
        "lutrgb=r='40+val*0.85':g='10+val*0.4':b='40+val*0.6'[v]"
    ),
    "moire": formula(
        "30+80*pow(0.5+0.5*sin(pow(hypot(X-W*(0.5+0.2*sin(T/2)),Y-H/2),2)/34),2)",
        "20+200*pow(0.5+0.5*sin(pow(hypot(X-W/2,Y-H*(0.5+0.3*cos(T/3))),2)/34-T*3),2)",
        "80+150*pow(0.5+0.5*sin(pow(hypot(X-W*(0.5-0.2*sin(T/2)),Y-H/2),2)/34),2)",
        canvas=QUARTER,
    ),
    "tunnel": formula(
        f"40+215*mod(floor(8*{A}/PI+T)+floor(220/({R}+3)+T*4),2)*min(1,{R}/24)",
        f"20+120*mod(floor(8*{A}/PI+T)+floor(220/({R}+3)+T*4),2)*min(1,{R}/24)",
        f"60+90*min(1,{R}/30)",
        canvas=QUARTER,
        grow=HARD,
    ),
    "lava": formula(
        "60+195*gt(B,1.1)",
        "10+(90+60*sin(T/2))*gt(B,1.1)+40*gt(B,0.8)",
        "50+60*lt(B,0.8)",
    ).replace(
        "B",
        "(90/(1+hypot(X-W*(0.3+0.1*sin(T)),Y-H*(0.5+0.45*sin(T*0.5))))*0.08"
        "+90/(1+hypot(X-W*(0.55+0.1*cos(T*0.7)),Y-H*(0.5+0.45*cos(T*0.37))))*0.1"
        "+90/(1+hypot(X-W*(0.75+0.1*sin(T*1.2)),Y-H*(0.5+0.4*sin(T*0.8+2))))*0.08)",
    ),
    "fire": (
        "perlin=s={w4}x{h8}:r={fps}:octaves=4:xscale=5:yscale=3:tscale=1.6,format=gray,scroll=v=0.02,"
        "scale={w}:{h}:flags=bicubic,geq=lum='lum(X,Y)*pow(Y/H,1.3)*1.35':cb=128:cr=128,format=gbrp,"
        "lutrgb=r='clip(val*2.2,0,255)':g='clip((val-60)*1.5,0,255)':b='clip((val-170)*1.6,0,255)'[v]"
    ),
    "aurora": formula(
        "20+70*pow(0.5+0.5*sin(X/9+2*sin(Y/15+T/2)+T/3),6)*(1-Y/H)",
        "24+210*pow(0.5+0.5*sin(X/13+3*sin(Y/21-T/3)-T/4),5)*(1-Y/H*0.8)",
        "50+120*pow(0.5+0.5*sin(X/11+2*cos(Y/17+T/2)),4)*(1-Y/H*0.6)",
    ),
    "snow": (
        "color=c=gray:s={w4}x{h4}:r={fps},noise=alls=70:allf=t+u,scale={w}:{h}:flags=neighbor,hue=s=0,"
        "lenscorrection=k1=-0.12:k2=-0.05,vignette=PI/3.4,colorbalance=bs=0.15:gs=0.05[v]"
    ),
    "board": formula(
        "245*mod(floor(X/(9+4*sin(T)))+floor(Y/(9+4*cos(T*0.8))),2)+10",
        "90+130*mod(floor(X/(9+4*sin(T)))+floor(Y/(9+4*cos(T*0.8))),2)",
        "70+50*sin(T+X/40)",
        canvas=QUARTER,
        grow=HARD,
    ),
    "spiral": formula(
        f"120+120*sin({R}/3-3*{A}-T*4)",
        f"40+40*sin({R}/3-3*{A}-T*4)+60*pow(0.5+0.5*sin({R}/5+2*{A}+T*2),3)",
        f"90-60*sin({R}/3-3*{A}-T*4)",
    ),
    "rose": (
        "nullsrc=s={w4}x{h4}:r={fps},format=gbrp,"
        f"geq=r='30+225*exp(-0.18*pow({R}-H*0.44*abs(cos(2.5*{A}+T/2)),2))':"
        f"g='10+200*exp(-0.06*pow({R}-H*0.30*abs(cos(3.5*{A}-T/3)),2))':"
        f"b='51+150*exp(-0.03*pow({R}-H*0.40*abs(cos(1.5*{A}+T/4)),2))',{GROW}[v]"
    ),
    "trains": (
        "color=c=0x14181f:s={w}x{h}:r={fps},"
        + ",".join(
            f"drawbox=x='mod(t*{speed}+{start},iw+260)-260':y=ih*{row}:w={long}:h=ih/9:color={colour}:t=fill"
            for speed, start, row, long, colour in (
                (140, 0, 0.08, 240, "0xd9381e"),
                (90, 300, 0.2, 180, "0xffe08a"),
                (210, 120, 0.32, 120, "0xf2efe9"),
                (60, 480, 0.44, 250, "0x4f5d75"),
                (170, 40, 0.56, 160, "0xd9381e"),
                (120, 380, 0.68, 220, "0x2d6a8a"),
                (250, 200, 0.8, 90, "0xffe08a"),
            )
        )
        + ",lagfun=decay=0.8,gblur=sigma=1:steps=1[v]"
    ),
    "wheel": (
        "gradients=s={w}x{h}:r={fps}:c0=0xe84a8a:c1=0xffe0ec:c2=0x7a3cff:c3=0x3a0a24:nb_colors=4:type=spiral:speed=0.05[v]"
    ),
    "drops": formula(
        "20+50*sin(hypot(X-W*0.3,Y-H*0.4)/2-T*5)+40*sin(hypot(X-W*0.7,Y-H*0.6)/2.6-T*4)",
        "100+50*sin(hypot(X-W*0.3,Y-H*0.4)/2-T*5)+50*sin(hypot(X-W*0.7,Y-H*0.6)/2.6-T*4)",
        "140+40*sin(hypot(X-W*0.5,Y-H*0.8)/3-T*3)+50*sin(hypot(X-W*0.7,Y-H*0.6)/2.6-T*4)",
    ),
    "planet": (
        "perlin=s={w4}x{h4}:r={fps}:octaves=5:xscale=4:yscale=3:tscale=0.02,format=gray,scale={w}:{h}:flags=bicubic,"
        "scroll=h=0.004,format=gbrp,lutrgb=r='if(gt(val,120),val*0.7,10)':g='if(gt(val,120),60+val*0.6,60+val*0.5)':"
        "b='if(gt(val,120),40,120+val*0.6)',v360=input=e:output=sg:pitch=-90:w={w}:h={h}:h_fov=250:v_fov=190:interp=line,"
        "vignette=PI/4[v]"
    ),
}
